// Reads one document into facts: walks the flat tree once, judges what is seen, returns one JSON string.
// Runs in an isolated world after read_sight.js and read_words.js; `config` is described in reading.py.
"use strict";

const SKIP = new Set(["script", "style", "noscript", "template", "head", "meta", "link", "title", "base", "option", "optgroup", "source", "track", "param", "datalist", "br", "wbr", "defs", "symbol", "metadata", "clippath", "lineargradient", "radialgradient", "filter", "mask"]);
const CONTROLS = new Set(["a", "area", "button", "input", "select", "textarea", "form", "label", "summary", "iframe", "frame", "img", "svg", "canvas", "video", "object", "embed", "picture", "dialog", "fieldset", "uni-button", "uni-navigator"]);
const PICTURES = new Set(["img", "video", "canvas", "svg", "object", "embed"]);
const DRAWN = new Set(["svg", "canvas"]);
const SVG_PARTS = new Set(["g", "a", "text", "tspan", "textpath", "switch", "foreignobject", "svg", "use", "image"]);
const CLICK_ROLES = new Set(["button", "link", "menuitem", "menuitemcheckbox", "menuitemradio", "tab", "checkbox", "radio", "switch", "option"]);
const CLICK_INPUTS = new Set(["button", "submit", "reset", "image", "checkbox", "radio", "file"]);

// How far down what a box holds reaches; boxes stretched to the window's height count by what they hold, fixed ones not at all.
function shownEnd(box, page) {
  const stack = [box];
  let end = 0;
  for (let seen = 0; stack.length && seen < 400; seen++) {
    for (let child = firstChild(stack.pop()); child; child = nextSibling(child)) {
      if (nodeType(child) !== 1 || getComputedStyle(child).position === "fixed") continue;
      const place = Element.prototype.getBoundingClientRect.call(child);
      if (place.height >= page.height) stack.push(child);
      else if (place.width && place.height) end = Math.max(end, place.bottom + page.scrollY);
    }
  }
  return end || page.documentHeight;
}

function read(config, closed) {
  const limits = config.limits, sight = config.sight, started = performance.now(), notes = new Set();
  const doc = Document.prototype, get = key => Object.getOwnPropertyDescriptor(doc, key).get.call(document);
  const root = get("documentElement"), body = get("body"), scroller = get("scrollingElement") ?? root;
  const closedRoots = new Map(closed ?? []), shadowOf = el => openRoot(el) ?? closedRoots.get(el) ?? null;
  const rootStyle = root && getComputedStyle(root), bodyStyle = body && getComputedStyle(body);
  const lockedX = [rootStyle, bodyStyle].some(style => style && /^(hidden|clip)/.test(style.overflowX));
  const check = Element.prototype.checkVisibility, boxOf = Element.prototype.getBoundingClientRect;
  const page = {
    top: config.top, width: innerWidth, height: innerHeight, scrollX, scrollY, hit: null,
    documentWidth: scroller ? Math.max(scroller.scrollWidth, innerWidth) : innerWidth,
    documentHeight: scroller ? Math.max(scroller.scrollHeight, innerHeight) : innerHeight,
  };
  page.maxScroll = Math.max(0, page.documentHeight - page.height);
  page.own = root && body && ownBody(document);
  // A box that carries the page stands for the document: what it scrolls to is as much of the page as what a window scrolls to.
  page.carrier = root ? pageScroller(config.scrolling) : null;
  page.bearers = new Set();
  for (let at = page.carrier; at; at = parentNode(at) ?? at.host) page.bearers.add(at);
  page.breadth = page.carrier ? page.carrier.clientWidth : page.width;
  if (page.carrier) page.documentHeight = Math.max(page.documentHeight, boxOf.call(page.carrier).y + page.carrier.scrollHeight);
  // A document that ends within its window goes no further than what it shows: the rest of the window is bare.
  const bare = body && page.documentHeight <= page.height + 32; // a body as high as the window is moved down by a margin
  const told = bare ? shownEnd(body, page) : page.documentHeight;
  page.told = Math.min(page.documentHeight, Math.max(told, config.region.geometry.screen_px));
  page.reach = lockedX ? page.width : page.documentWidth;
  page.rtl = rootStyle?.direction === "rtl";
  const recs = [], chunks = [], frames = [], roots = [], suspects = [], ids = new Map(), maps = new Map(), areas = [];
  const range = document.createRange(), heard = globalThis.xunchaHeard; // set by crawler/dom/listeners.py
  let stopped = false;

  const say = (rec, text, owner) => {
    chunks.push({ rec, text });
    if (rec && owner && rec !== owner && /\S/.test(text)) owner.mixed = true;
  };
  const lineBreak = () => { if (chunks.length && chunks[chunks.length - 1].text !== "\n") chunks.push({ rec: null, text: "\n" }); };

  function children(el, rec, visit) {
    const shadow = shadowOf(el);
    if (shadow) roots.push(shadow);
    if (rec.tag === "slot") {
      const assigned = HTMLSlotElement.prototype.assignedNodes.call(el, { flatten: true });
      if (assigned.length) return assigned.forEach(visit);
    }
    for (let node = firstChild(shadow ?? el); node; node = nextSibling(node)) visit(node);
  }

  function pseudo(rec, which, inner) {
    const style = getComputedStyle(rec.el, which), content = style.content;
    if (content === "none" || content === "normal") return;
    if (content !== '""' || style.backgroundImage.startsWith("url(")) rec.drawn = true;
    if (!rec.image && style.backgroundImage.startsWith("url(")) rec.image = style.backgroundImage;
    const words = contentWords(content, rec.el);
    if (!words.trim() || style.display === "none" || style.visibility !== "visible" || +style.opacity < sight.transparent
      || parseFloat(style.fontSize) * inner.scale < sight.tiny_px) return;
    rec.pseudo = rec.pseudo ? rec.pseudo + " " + words.trim() : words.trim();
    say(rec, words, inner.block);
  }

  // Elements that are not rendered at all: facts without styles.
  function gone(el, rec, c) {
    rec.unseen = c.gone;
    if (rec.tag === "iframe" || rec.tag === "frame") rec.frame = frames.push(el) - 1;
    if (/^(div|p|li|tr|td|dt|dd|h[1-6]|section|ul|a|button)$/.test(rec.tag)) say(rec, " ", null);
    children(el, rec, node => {
      if (nodeType(node) === 3) ownText(node, rec, c, false);
      else if (nodeType(node) === 1) walk(node, { ...c, rec, block: c.block });
    });
  }

  function ownText(node, rec, c, measured) {
    const data = node.data;
    if (!/\S/.test(data)) { chunks.push({ rec, text: " ", blank: true }); return; }
    const keepsLines = measured && data.includes("\n") && rec.cs.whiteSpace.startsWith("pre");
    const text = data.replace(GLYPHS, "").replace(keepsLines ? /[^\S\n]+/g : /\s+/g, " ");
    rec.own = (rec.own ?? "") + text;
    say(rec, text, measured ? c.block : null);
    if (!measured) return;
    range.selectNode(node);
    const box = rectOf(range.getBoundingClientRect());
    if (width(box) > 0 || height(box) > 0) rec.textRect = join(rec.textRect, box);
    if (rec.cs.lineHeight === "normal" && !rec.line) rec.line = usedLine(rec, c.block, range);
  }

  function walk(el, c) {
    const tag = localName(el).toLowerCase();
    if (tag === "br") return lineBreak();
    if (SKIP.has(tag) || (c.svg && !SVG_PARTS.has(tag)) || stopped) return;
    const order = recs.length;
    if (order >= limits.nodes || c.depth > limits.depth || ((order & 127) === 0 && performance.now() - started > limits.script_ms * 0.7)) {
      notes.add(order >= limits.nodes ? "nodes_capped" : c.depth > limits.depth ? "depth_capped" : "time_capped");
      stopped = c.depth <= limits.depth;
      return;
    }
    const rec = { el, tag, order, last: order, parent: c.rec, chunk: chunks.length, path: c.path, fixed: c.fixed, region: c.region, position: c.position, place: c.place };
    recs.push(rec);
    const id = attr(el, "id");
    if (id) ids.set(id, (ids.get(id) ?? 0) + 1);
    const down = { ...c, rec, depth: c.depth + 1 };
    if (c.gone) gone(el, rec, down);
    else styled(el, rec, c, down, tag, id);
    rec.last = recs.length - 1;
    rec.chunkEnd = chunks.length;
  }

  function styled(el, rec, c, down, tag, id) {
    const cs = getComputedStyle(el), display = cs.display;
    rec.cs = cs;
    if (tag === "area") { areas.push(rec); rec.rect = rectOf(new DOMRect()); return; }
    if (display === "none" || (display !== "contents" && !check.call(el))) {
      const closedDetails = display !== "none";
      down.gone = closedDetails || has(el, "hidden") ? "hidden" : "display_none";
      return gone(el, rec, down);
    }
    const rect = (rec.rect = rectOf(boxOf.call(el)));
    const inline = display.startsWith("inline") || display === "contents";
    const position = cs.position, transform = cs.transform, overflow = cs.overflow, clipPath = cs.clipPath;
    rec.own_position = position;
    if (position === "fixed" || position === "sticky") { rec.position = position; down.position = position; }
    else if (!c.position) rec.position = position;
    if (position === "fixed" && c.place !== "held") { rec.fixed = true; }
    down.fixed = rec.fixed;
    rec.opacity = down.opacity = c.opacity * +cs.opacity;
    const scale = cs.scale, scaled = transform !== "none" || scale !== "none";
    if (scaled) {
      const matrix = transform === "none" ? null : new DOMMatrixReadOnly(transform);
      const own = matrix ? Math.sqrt(Math.abs(matrix.m11 * matrix.m22 - matrix.m12 * matrix.m21)) : 1;
      const given = scale === "none" ? [1] : scale.split(" ").map(Number);
      down.scale = c.scale * own * Math.sqrt(given[0] * (given[1] ?? given[0]));
    }
    rec.scale = down.scale * (el.currentCSSZoom ?? 1);

    // Stacking: positioned boxes and stacking contexts get a place of their own in the paint order.
    const flexZ = position === "static" ? "auto" : cs.zIndex;
    const context = flexZ !== "auto" || +cs.opacity < 1 || scaled || position === "fixed" || position === "sticky";
    if (position !== "static" || context) {
      const top = (tag === "dialog" || has(el, "popover")) && el.matches(":modal, :popover-open");
      rec.path = down.path = [...c.context, [top ? 1e12 : flexZ === "auto" ? 0 : +flexZ, rec.order]];
      if (context) down.context = rec.path;
    }

    // Clipping: a box is clipped by the chain of its containing blocks, not of its parents.
    let clip = position === "fixed" ? c.clips.fixed : position === "absolute" ? c.clips.abs : c.clips.flow;
    if ((position === "absolute" || position === "fixed") && cs.clip !== "auto") down.cut = cut(down.cut, clipBox(cs.clip, rect));
    if (clipPath !== "none") down.cut = cut(down.cut, clipPathBox(clipPath, rect));
    rec.clip = cut(clip, down.cut);
    rec.space = clip.space ?? null;
    let flow = clip;
    if (overflow !== "visible" && !inline && el !== root && (el !== body || page.own)) {
      const [ox, oy = ox] = overflow.split(" ");
      const moved = el === page.carrier && !/auto|scroll/.test(oy), upright = moved || /auto|scroll/.test(oy);
      const inner = (low, high, seenLow, seenHigh, mode, scroll, size) => {
        if (mode === "visible") return [-Infinity, Infinity];
        const kept = Math.max(low, seenLow) < Math.min(high, seenHigh);
        if (mode === "hidden" || mode === "clip" || !kept) return [Math.max(low, seenLow), Math.min(high, seenHigh)];
        return [low - scroll, low - scroll + size]; // all that scrolling brings up
      };
      const [x0, x1] = inner(rect.x0, rect.x1, clip.x0, clip.x1, ox, el.scrollLeft, el.scrollWidth);
      const [y0, y1] = inner(rect.y0, rect.y1, clip.y0, clip.y1, moved ? "scroll" : oy, el.scrollTop, el.scrollHeight);
      const scrolls = /auto|scroll/;
      flow = {
        x0: scrolls.test(ox) ? x0 : Math.max(x0, clip.x0), x1: scrolls.test(ox) ? x1 : Math.min(x1, clip.x1),
        y0: upright ? y0 : Math.max(y0, clip.y0), y1: upright ? y1 : Math.min(y1, clip.y1), space: rec.space,
      };
      if (upright && el.scrollHeight - el.clientHeight > 1) flow.space = spaceOf(rec, el, page);
      if (el === page.carrier) { down.fixed = false; down.position = ""; } // what it carries stands still no more than a document does
    }
    const holds = transform !== "none";
    down.clips = {
      flow, abs: position !== "static" || holds ? flow : c.clips.abs, fixed: holds ? flow : c.clips.fixed,
    };
    if (holds) down.place = "held";

    // Background as blended over what lies beneath; null where a picture makes it undecidable.
    const image = cs.backgroundImage, colour = colourOf(cs.backgroundColor), alpha = colour[3] * rec.opacity;
    if (alpha > 0.99) down.bg = colour;
    else if (alpha > 0 && c.bg) down.bg = over(colour, alpha, c.bg);
    rec.alpha = alpha;
    if (image !== "none") { down.bg = null; if (image.includes("url(")) rec.image = image; rec.pictured = true; }
    if (PICTURES.has(tag)) { down.bg = tag === "svg" ? down.bg : null; rec.pictured = true; }
    rec.bg = down.bg;
    rec.veil = alpha > 0.05 && alpha < sight.opaque;
    rec.pointer = cs.cursor === "pointer";
    rec.pointing = rec.pointer && !c.pointer;
    down.pointer = rec.pointer;
    rec.heard = heard?.has(el) && width(rect) * height(rect) <= limits.listened_share * page.width * page.height;

    const naming = ((id ?? "") + " " + (attr(el, "class") ?? "")).trim();
    const opened = regionOf(rec, naming, page, config, c.region);
    if (opened) rec.region = down.region = opened;
    if (!inline) { lineBreak(); down.block = rec; }
    down.svg = c.svg || tag === "svg";
    rec.seen0 = firstReason(rec);
    if (tag === "iframe" || tag === "frame") { rec.frame = frames.push(el) - 1; }
    else if (tag === "select") { for (const one of [...el.selectedOptions].slice(0, 3)) say(rec, " " + clean(one.text) + " ", c.block); }
    else if (tag !== "textarea" && tag !== "canvas" && tag !== "video" && tag !== "audio" && tag !== "object") {
      const texted = !down.svg && tag !== "img" && tag !== "input";
      const counted = recs.length, said = chunks.length;
      if (texted) pseudo(rec, "::before", down);
      children(el, rec, node => {
        const type = nodeType(node);
        if (type === 3) ownText(node, rec, down, true);
        else if (type === 1) walk(node, down);
      });
      if (texted) pseudo(rec, "::after", down);
      const host = texted && !shadowOf(el) && (tag.includes("-") || (counted === recs.length && said === chunks.length && width(rect) * height(rect) > 0 && !rec.pictured));
      if (host && /-|^(article|aside|blockquote|div|footer|header|main|nav|p|section|span)$/.test(tag) && suspects.length < limits.closed_roots) suspects.push(el);
    }
    if (tag === "img" && has(el, "usemap")) maps.set(attr(el, "usemap").replace(/^#/, ""), rec);
    if (!inline) lineBreak();
    else if (display === "inline-flex" || tag === "td" || tag === "th") say(rec, " ", null);
  }

  // Reasons that need no neighbour. Containers are judged again by what they hold.
  function firstReason(rec) {
    if (rec.cs.visibility !== "visible") return "hidden";
    if (rec.opacity < sight.transparent) return "transparent";
    return null;
  }

  walk(root, {
    rec: null, depth: 0, opacity: 1, scale: config.scale, clips: { flow: EVERYWHERE, abs: EVERYWHERE, fixed: EVERYWHERE }, cut: EVERYWHERE,
    bg: config.background, pointer: false, region: config.region_of_frame, position: "", fixed: false, place: "", path: [], context: [], block: null, svg: false, gone: null,
  });
  forgetMadeIds(ids);
  return finish({ config, page, recs, chunks, frames, roots, suspects, ids, maps, areas, notes, root, started, get });
}
