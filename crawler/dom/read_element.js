// One kept record as the fields of crawler.site.Element that differ from their defaults. Joined by reading.py.
"use strict";

const ICONS = new Set(["i", "em", "b", "span", "svg"]);
const BOUND_URLS = { a: "href", area: "href", iframe: "src", frame: "src", embed: "src", object: "data" };

function addressOf(el, tag) {
  const key = BOUND_URLS[tag];
  return key ? attr(el, key) ?? attr(el, "xlink:href") : null;
}

function pictureOf(rec) {
  const { el, tag } = rec;
  if (tag === "img") {
    const lazy = attr(el, "data-src") ?? attr(el, "data-original") ?? attr(el, "data-lazy") ?? "";
    return el.naturalWidth > 0 || !lazy ? el.currentSrc || attr(el, "src") || lazy : lazy;
  }
  if (tag === "video") return attr(el, "poster") ?? "";
  if (tag === "input" && el.type === "image") return attr(el, "src") ?? "";
  if (tag === "svg") {
    const use = el.querySelector("use, image");
    return use ? attr(use, "href") ?? attr(use, "xlink:href") ?? "" : "";
  }
  if (tag === "picture") return el.querySelector("img")?.currentSrc ?? "";
  return rec.image ? /url\("((?:[^"\\]|\\.)*)"\)/.exec(rec.image)?.[1].replace(/\\(.)/g, "$1") ?? "" : "";
}

function clickable(rec, role) {
  const { el, tag } = rec;
  if ((tag === "a" || tag === "area") && (has(el, "href") || has(el, "xlink:href"))) return true;
  if (tag === "button" || tag === "uni-button" || tag === "uni-navigator" || tag === "summary" || tag === "select" || (tag === "input" && CLICK_INPUTS.has(el.type))) return true;
  if (tag === "label" && el.control) return true;
  // What says of itself that it is the place one is at, or that it is switched off, as the last step of a trail of links does.
  const here = attr(el, "aria-current");
  if (attr(el, "aria-disabled") === "true" || (role === "link" && here !== null && here !== "false")) return Boolean(rec.heard) || has(el, "onclick");
  const tab = attr(el, "tabindex");
  return CLICK_ROLES.has(role) || has(el, "onclick") || (tab !== null && parseInt(tab) >= 0) || Boolean(rec.pointing || rec.heard);
}

// The classes of the one icon that is all there is in a control without words: they are what says to search or to go to the basket.
function iconOf(el) {
  const inner = el.childElementCount === 1 ? el.firstElementChild : null;
  return inner && ICONS.has(inner.localName) && !inner.childElementCount ? attr(inner, "class") ?? "" : "";
}

function checkedOf(rec) {
  const { el, tag } = rec;
  if (tag === "input" && (el.type === "checkbox" || el.type === "radio")) return el.checked;
  for (const key of ["aria-checked", "aria-pressed", "aria-selected"]) {
    const value = attr(el, key);
    if (value === "true" || value === "false") return value === "true";
  }
  return null;
}

// Whether an element of a box that scrolls is scrolled out of sight now, so that no picture of the page shows it at its place.
function beyond(space, rect, page) {
  let middle = (rect.y0 + rect.y1) / 2;
  for (let at = space; at; at = at.parent) if (!at.carrier && (at.top > 1 || middle < at.low || middle > at.high)) return true;
  return false;
}

function element(rec, state) {
  const { el, tag, cs } = rec, { config, page, chunks, ids } = state, limits = config.limits;
  const role = roleOf(el, tag), rect = rec.rect, round = value => Math.round(value * 100) / 100;
  const dx = config.top ? page.scrollX : 0, dy = (config.top ? page.scrollY : 0) + (rec.space?.offset ?? 0);
  const out = { tag, selector: selectorOf(el, ids) };
  out.box = rect ? [round(rect.x0 + dx), round(rect.y0 + dy), round(width(rect)), round(height(rect))] : [0, 0, 0, 0];
  let up = rec.parent;
  while (up && up.id === undefined) up = up.parent;
  if (up) out.parent = up.id;
  const put = (key, value) => { if (value) out[key] = value; };
  put("text", textOf(rec, chunks, limits.element_chars));
  put("own", rec.own === undefined || rec.mute ? "" : clean(rec.own).slice(0, limits.element_chars));
  put("name", (nameOf(el, tag) + (rec.mute ? " " + clean(rec.own) : "")).trim().slice(0, limits.element_chars));
  put("pseudo", (rec.pseudo ?? "").slice(0, limits.element_chars));
  put("role", role.slice(0, 40));
  const level = /^h([1-6])$/.exec(tag)?.[1] ?? (role === "heading" ? attr(el, "aria-level") ?? "2" : "0");
  put("heading", parseInt(level) || 0);
  const address = addressOf(el, tag);
  put("href", address === null ? "" : resolve(address, config));
  put("clickable", clickable(rec, role));
  const drawn = out.clickable && !out.text && !out.name ? iconOf(el) : "";
  put("classes", [attr(el, "id"), attr(el, "class"), drawn].join(" ").replace(/\s+/g, " ").trim().slice(0, limits.class_chars));
  if (tag === "form") {
    out.action = resolve(attr(el, "action") || config.base, config);
    out.method = (attr(el, "method") ?? "get").trim().toLowerCase();
  } else if (has(el, "formaction")) out.action = resolve(attr(el, "formaction"), config);
  if (tag === "input") out.input_type = el.type;
  put("required", has(el, "required") || attr(el, "aria-required") === "true");
  const checked = checkedOf(rec);
  if (checked !== null) out.checked = checked;
  if (cs && rect) {
    const scale = rec.scale ?? 1;
    out.font_px = round(rec.font ?? parseFloat(cs.fontSize) * scale) || 0;
    if (out.text || rec.says) {
      const line = parseFloat(cs.lineHeight);
      out.weight = parseInt(cs.fontWeight) || 400;
      if (line > 0) out.line_px = round(line * scale);
      else if (rec.line > 0) out.line_px = round(rec.line);
    }
    if (rec.says) put("colour", rec.colour ? hex(rec.colour) : "");
    else if (out.text && tag !== "area") {
      const colour = colourOf(cs.color), alpha = colour[3] * rec.opacity;
      put("colour", rec.bg ? hex(over(colour, alpha, rec.bg)) : alpha > 0.99 ? hex(colour) : "");
    }
    const ground = rec.ground === undefined ? rec.bg : rec.ground;
    if (ground) out.background = hex(ground);
  }
  if (rec.position && rec.position !== "static") out.position = rec.position;
  if (rec.region !== "main") out.region = rec.region;
  if (rec.unseen) out.unseen = rec.unseen;
  if (rec.space && rect && beyond(rec.space, rect, page)) out.beyond = true;
  put("image", resolve(pictureOf(rec), config));
  if (tag === "img") { put("natural_w", el.naturalWidth); put("natural_h", el.naturalHeight); }
  else if (tag === "video") { put("natural_w", el.videoWidth); put("natural_h", el.videoHeight); }
  if (rec.frame !== undefined) out.scale = rec.scale ?? 1;
  if (rec.frame !== undefined && rect) out.origin = [el.clientLeft, el.clientTop, cs ? parseFloat(cs.paddingLeft) || 0 : 0, cs ? parseFloat(cs.paddingTop) || 0 : 0];
  return out;
}
