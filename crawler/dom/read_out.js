// Judges the walked records against each other and writes the answer. Joined with the other parts by reading.py.
"use strict";

// Words moved out of sight before a drawn picture (a logo): the picture is seen, its words become its name.
function geometryOrPicture(rec, page, sight) {
  const reason = geometry(rec, page, sight, rec.says);
  if (!reason || !rec.own?.trim() || !rec.image || rec.pseudo || geometry(rec, page, sight, false)) return reason;
  rec.mute = true;
  return null;
}

function geometry(rec, page, sight, says) {
  const text = says && rec.own?.trim() ? rec.textRect : null;
  const font = (rec.font = parseFloat(rec.cs.fontSize) * rec.scale);
  if (says && font < sight.tiny_px) return font === 0 ? "zero_size" : "tiny";
  const box = text ?? rec.rect;
  rec.inked = box;
  if (says && rec.own?.trim() && !text) return "zero_size";
  if (width(box) <= 0 || height(box) <= 0) return "zero_size";
  if (width(box) <= 1.5 && height(box) <= 1.5) return "tiny";
  const dx = rec.fixed ? 0 : page.scrollX, dy = rec.fixed ? 0 : page.scrollY;
  const outX = rec.fixed ? page.width : page.reach, outY = rec.fixed ? page.height : page.maxScroll + page.height; // of the window
  if (!page.rtl && box.x1 + dx <= 0) return "off_screen";
  // What scrolls in a box comes up wherever in it it stands: as long as the box itself can be come to.
  if (rec.space ? !rec.space.reached : box.y1 + dy <= 0 || box.y0 + dy >= outY) return "off_screen";
  if (box.x0 + dx >= outX) return "off_screen";
  const left = (rec.left = cut(box, rec.clip));
  const needW = text ? Math.min(font / 2, width(box) * 0.5) : Math.min(2, width(box)), needH = text ? Math.min(font, height(box)) * 0.3 : Math.min(2, height(box));
  return width(left) < needW || height(left) < needH ? "clipped" : null;
}

function judge(state) {
  const { recs, page, config, areas, maps } = state, sight = config.sight;
  for (const rec of recs) {
    rec.says = Boolean(rec.own?.trim() || rec.pseudo || rec.tag === "select");
    if (rec.unseen || !rec.cs) { rec.unseen ??= "display_none"; continue; }
    rec.paints = Boolean(rec.says || rec.pictured || rec.drawn || rec.alpha > 0.1 || rec.frame !== undefined || /^(input|textarea|button|hr|progress|meter)$/.test(rec.tag));
    rec.unseen = rec.seen0 ?? (rec.cs.display === "contents" && !rec.says ? "zero_size" : geometryOrPicture(rec, page, sight));
    if (rec.mute) rec.says = false;
  }
  for (const rec of areas) area(rec, maps);
  const shown = recs.filter(rec => !rec.unseen && rec.rect);
  for (const rec of shown) rec.shown = cut(rec.rect, rec.clip);
  const layers = shown.filter(rec => rec.path.length && opaque(rec, sight) && width(rec.shown) * height(rec.shown) > 16);
  const stacks = new Map();
  const near = (space, y) => {
    if (!stacks.has(space)) stacks.set(space, stacks.size < SPACES ? stack(layers, space) : null);
    return stacks.get(space)?.near(y) ?? [];
  };
  const painted = new Layers(shown.filter(rec => rec.pictured || rec.alpha > 0.1), rec => rec.shown);
  const hit = Document.prototype.elementFromPoint;
  page.hit = (x, y) => { // the innermost element, through shadow roots
    let found = hit.call(document, x, y), shadow;
    while (found && (shadow = openRoot(found))) {
      const inner = shadow.elementFromPoint(x, y);
      if (!inner || inner === found) break;
      found = inner;
    }
    return found;
  };
  let order = null, untouchable = null;
  const contains = (el, other) => {
    order ??= new Map(recs.map(rec => [rec.el, rec]));
    const one = order.get(el), two = order.get(other); return !two || !one || related(one, two);
  };
  for (const rec of shown) {
    if (!rec.paints && !rec.pointing && rec.tag !== "a") continue;
    const rect = cut(rec.inked ?? rec.rect, rec.clip);
    if (layers.length && covered(rec, rect, y => near(rec.space, y), page)) {
      untouchable ??= layers.some(layer => layer.cs.pointerEvents === "none");
      rec.unhittable = untouchable || rec.cs.pointerEvents === "none";
      if (hitAgrees(rec, rect, page, contains)) rec.unseen = "covered";
    }
    if (rec.says) blend(rec, rect, painted, sight);
  }
  hold(recs);
}

const SPACES = 40; // boxes that scroll on one page, whose contents are compared with what lies over them

// The layers that may hide what scrolls in `space`: by rows those that scroll with it, everywhere those of the boxes round it.
function stack(layers, space) {
  if (!space) return new Layers(layers.filter(rec => !rec.space && !rec.fixed), rec => rec.shown, layers.filter(rec => !rec.space && rec.fixed));
  const around = new Set();
  for (let at = space.parent; at; at = at.parent) around.add(at);
  const over = layers.filter(rec => (!rec.space || around.has(rec.space)) && rec.shown.y1 > space.low && rec.shown.y0 < space.high);
  return new Layers(layers.filter(rec => rec.space === space), rec => rec.shown, over);
}

// Whether a layer surely hides what lies beneath: a flat colour, a video, a JPEG. Other pictures may be transparent.
function opaque(rec, sight) {
  if (rec.alpha >= sight.opaque) return true;
  if (rec.opacity < sight.opaque) return false;
  return rec.tag === "video" || (rec.tag === "img" && rec.el.naturalWidth > 0 && /\.jpe?g([?#]|$)|^data:image\/jpeg/i.test(rec.el.currentSrc));
}

function blend(rec, rect, painted, sight) {
  const cs = rec.cs, x = (rect.x0 + rect.x1) / 2, y = (rect.y0 + rect.y1) / 2;
  let ground = rec.bg ?? null, foreign = false;
  for (const other of painted.near(y)) {
    if (other === rec || related(other, rec) || other.fixed !== rec.fixed || other.space !== rec.space || !within(other.shown, x, y)) continue;
    foreign = true;
    if (other.pictured || !above(other, rec)) ground = null;
  }
  const colour = colourOf(cs.webkitTextFillColor), alpha = colour[3] * rec.opacity;
  const ratio = ground ? contrast(over(colour, alpha, ground), ground) : 21;
  // Shadow, outline or a clipped picture may draw what its fill does not.
  const adorned = (alpha < sight.transparent || ratio < sight.same_colour) && (cs.textShadow !== "none" || parseFloat(cs.webkitTextStrokeWidth) > 0 || cs.backgroundClip.includes("text"));
  rec.ground = ground;
  rec.colour = adorned && colour[3] < 0.1 ? null : ground ? over(colour, alpha, ground) : alpha > 0.99 ? colour : null;
  if (rec.unseen || adorned) return;
  if (alpha < sight.transparent) rec.unseen = "transparent";
  else if (ground && !foreign && ratio < sight.same_colour) rec.unseen = "same_colour";
}

// A container is seen where something it holds is seen, and not where all it holds is hidden.
function hold(recs) {
  for (let i = recs.length - 1; i >= 0; i--) {
    const rec = recs[i], parent = rec.parent;
    const soft = rec.unseen && /zero_size|tiny|clipped|off_screen/.test(rec.unseen);
    if (rec.rect && !rec.paints && rec.holds && (soft || !rec.unseen)) {
      if (rec.holds.seen) rec.unseen = null;
      else if (rec.holds.reason) rec.unseen = rec.holds.reason;
      if (rec.holds.box && width(rec.rect) * height(rec.rect) === 0) rec.rect = rec.holds.box;
    } else if (rec.rect && rec.paints && !rec.says && soft && rec.holds?.seen) rec.unseen = null;
    if (!parent) continue;
    const content = rec.paints || rec.holds || rec.says;
    if (!content) continue;
    const holds = (parent.holds ??= {});
    if (!rec.unseen) { holds.seen = true; if (rec.rect && width(rec.rect) * height(rec.rect) > 0) holds.box = join(holds.box, rec.rect); }
    else holds.reason = rec.unseen;
  }
}

function area(rec, maps) {
  const image = maps.get(rec.parent ? attr(rec.parent.el, "name") ?? "" : "");
  rec.unseen = image ? image.unseen ?? null : "display_none";
  if (!image?.rect) return;
  const c = (attr(rec.el, "coords") ?? "").split(",").map(parseFloat), shape = (attr(rec.el, "shape") ?? "rect").toLowerCase();
  let box = image.rect;
  if (shape.startsWith("circ") && c.length >= 3) box = { x0: c[0] - c[2], y0: c[1] - c[2], x1: c[0] + c[2], y1: c[1] + c[2] };
  else if (shape !== "default" && c.length >= 4) {
    const xs = c.filter((_, i) => i % 2 === 0), ys = c.filter((_, i) => i % 2 === 1);
    box = { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) };
  }
  rec.rect = box === image.rect ? box
    : cut(image.rect, { x0: image.rect.x0 + box.x0, y0: image.rect.y0 + box.y0, x1: image.rect.x0 + box.x1, y1: image.rect.y0 + box.y1 });
  Object.assign(rec, { clip: image.clip, region: image.region, position: image.position, fixed: image.fixed, opacity: 1, scale: 1, paints: true });
}

function wanted(rec, sight) {
  if (rec.says || rec.mixed || rec.own || rec.frame !== undefined || rec.pointing || rec.heard) return true;
  if (DRAWN.has(rec.tag)) return Boolean(rec.rect && !(rec.parent && rec.parent.tag === "svg") && width(rec.rect) >= sight.image_px && height(rec.rect) >= sight.image_px);
  if (CONTROLS.has(rec.tag) || /^h[1-6]$/.test(rec.tag)) return true;
  if (rec.image && rec.rect && width(rec.rect) >= sight.image_px && height(rec.rect) >= sight.image_px) return true;
  const el = rec.el;
  return has(el, "role") || has(el, "onclick") || has(el, "tabindex") || has(el, "aria-checked") || has(el, "aria-pressed") || has(el, "aria-selected") || has(el, "aria-label");
}

function finish(state) {
  const { config, page, recs, chunks, notes } = state, limits = config.limits;
  judge(state);
  fallbackRegions(recs, page, config);
  let kept = recs.filter(rec => wanted(rec, config.sight));
  if (kept.length > limits.elements) {
    notes.add("elements_capped");
    const first = Math.floor(limits.elements * 0.7);
    kept = [...kept.slice(0, first), ...kept.slice(kept.length - (limits.elements - first))];
  }
  kept.forEach((rec, i) => (rec.id = i));
  const elements = kept.map(rec => element(rec, state));
  let text = "", line = "";
  const flush = () => { const whole = line.replace(/[^\S\n]+/g, " ").trim(); if (whole) text += whole + "\n"; line = ""; };
  for (const chunk of chunks) {
    if (text.length > limits.text_chars) { notes.add("text_capped"); break; }
    if (!chunk.rec) flush();
    else if (readable(chunk.rec)) line += chunk.text;
  }
  flush();
  globalThis.xunchaFrames = state.frames;
  globalThis.xunchaSuspects = state.suspects;
  const root = state.root;
  let html = root ? outer(root, state.roots) : "";
  if (html.length > limits.html_chars) { html = html.slice(0, limits.html_chars); notes.add("html_capped"); }
  const keys = [];
  if (config.top) for (const store of ["localStorage", "sessionStorage"]) {
    try { for (const key of Object.keys(globalThis[store]).slice(0, 500)) keys.push(`${store}:${key}`.slice(0, 200)); } catch { notes.add(`${store}_denied`); }
  }
  const answer = {
    title: clean(state.get("title")).slice(0, 500), lang: (root && attr(root, "lang")) ?? "", url: location.href, text: text.trimEnd(), html, elements, keys,
    width: page.documentWidth, height: page.documentHeight, viewport_width: page.width, viewport_height: page.height, scroll_x: page.scrollX, scroll_y: page.scrollY,
    suspects: state.suspects.length, frames: state.frames.map(el => kept.find(rec => rec.el === el)?.id ?? -1), notes: [...notes], ms: performance.now() - state.started,
  };
  const json = JSON.stringify(answer);
  // Half characters and NUL can be stored in no database.
  return /\\ud[89a-f]|\\u0000/.test(json)
    ? JSON.stringify(answer, (_, value) => (typeof value === "string" ? value.toWellFormed().replaceAll("\0", "") : value)) : json;
}

// The document with the open and found shadow roots written into it.
function outer(root, roots) {
  const attributes = [...root.attributes].map(one => ` ${one.name}="${one.value.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"`).join("");
  const doctype = document.doctype ? "<!DOCTYPE html>\n" : "";
  return `${doctype}<html${attributes}>${Element.prototype.getHTML.call(root, { shadowRoots: roots })}</html>`;
}

// Covered words are drawn and may come to light with the next step; all other unseen words are left out.
const readable = rec => !rec.mute && (!rec.unseen || rec.unseen === "covered");

function textOf(rec, chunks, limit) {
  const all = rec.unseen && rec.unseen !== "covered";
  let text = "";
  for (let i = rec.chunk; i < rec.chunkEnd && text.length < limit * 2; i++) {
    const chunk = chunks[i];
    if (!chunk.rec) text += " ";
    else if (all || readable(chunk.rec)) text += chunk.text;
  }
  return text.replace(/\s+/g, " ").trim().slice(0, limit);
}

// Asks whether something is part of a text that begins above `end` and goes on to it: paragraphs, or long lines in boxes of one kind,
// side by side; or of a list of an app, whose rows or groups of rows bear one class, stand below each other and link nowhere. With
// `after`, whether it is part of one that goes on below `end`.
function textsFrom(recs, topOf, end, region, after = false) {
  const geometry = region.geometry, marks = new RegExp(region.foot_marks, "i");
  const least = after ? Math.max : Math.min, none = after ? -Infinity : Infinity, beyond = top => (after ? top > end : top < end);
  const firsts = new Map(), isProse = rec => /^(p|li|d[dt]|h[1-6]|pre|blockquote)$/.test(rec.tag) || (rec.own?.trim().length ?? 0) >= geometry.prose;
  const apart = new Set(); // boxes that hold a link, a field or what a foot is known by
  for (const rec of recs) if (has(rec.el, "href") || /^(input|select|textarea)$/.test(rec.tag) || marks.test(rec.own ?? "")) {
    for (let at = rec; at && !apart.has(at); at = at.parent) apart.add(at);
  }
  const rowOf = rec => {
    const name = apart.has(rec) ? "" : (attr(rec.el, "class") ?? "").trim().split(/\s+/)[0];
    return name && `${rec.tag} ${name}`;
  };
  for (const rec of recs) if (rec.parent && rec.rect && !rec.unseen) for (const kind of [isProse(rec) && rec.tag, rowOf(rec)]) if (kind) {
    if (!firsts.has(rec.parent)) firsts.set(rec.parent, new Map());
    const kinds = firsts.get(rec.parent), found = kinds.get(kind) ?? { first: none, tops: new Set() };
    found.first = least(found.first, topOf(rec));
    kinds.set(kind, { ...found, tops: found.tops.add(Math.round(topOf(rec))) });
  }
  return rec => {
    for (let at = rec, up = 0; at?.parent && up <= geometry.prose_around; at = at.parent, up++) {
      if (at.tag === "a") return false; // links below a text are of the page
      const kinds = firsts.get(at.parent), row = kinds?.get(rowOf(at));
      if (isProse(at) && beyond(kinds?.get(at.tag)?.first ?? none)) return true;
      if (row && row.tops.size >= geometry.rows && beyond(row.first)) return true;
    }
    return false;
  };
}

function fallbackRegions(recs, page, config) {
  const geometry = config.region.geometry;
  if (!page.top) return;
  const end = page.documentHeight - geometry.footer_fallback_px;
  const low = rec => rec.rect && rec.rect.y1 + page.scrollY + (rec.space?.offset ?? 0) >= end; // the foot of a card is no footer
  const some = (kinds, at) => recs.some(rec => kinds.includes(rec.region) && !rec.unseen && rec.says && (!at || at(rec)));
  const topOf = rec => rec.rect.y0 + page.scrollY + (rec.space?.offset ?? 0), footing = new RegExp(config.region.footing, "i");
  const goesOn = textsFrom(recs, topOf, end, config.region);
  // The end of an app's page without a link or a word that feet hold is its own: a table of goods, cards.
  const founds = rec => rec.rect && !rec.unseen && !rec.fixed && topOf(rec) >= end && (has(rec.el, "href") || footing.test(rec.own ?? "")) && !goesOn(rec);
  const noFooter = !some(["footer"], low) && page.documentHeight > page.height && recs.some(founds), unheaded = !some(["header", "nav"]);
  // The top of a page is a header only where it bears a way to somewhere, and words follow: else the page begins to tell there.
  const isWay = rec => has(rec.el, "href") || /^(button|input|select|textarea)$/.test(rec.tag) || rec.heard || rec.pointing;
  const highest = rec => rec.rect && !rec.fixed && topOf(rec) + height(rec.rect) <= geometry.header_fallback_px;
  const follows = rec => rec.region === "main" && rec.rect && !rec.unseen && !rec.fixed && rec.own?.trim() && !highest(rec);
  const noHeader = unheaded && recs.some(rec => !rec.unseen && highest(rec) && isWay(rec)) && recs.some(follows);
  const begins = noHeader ? textsFrom(recs, topOf, geometry.header_fallback_px, config.region, true) : null;
  if (noFooter || noHeader) for (const rec of recs) {
    if (rec.region !== "main" || !rec.rect || rec.fixed) continue;
    if (noFooter && topOf(rec) >= end) { if (!goesOn(rec)) rec.region = "footer"; }
    else if (noHeader && highest(rec) && !begins(rec)) rec.region = "header";
  }
}
