// What is said: pseudo-element words, names, addresses, regions, selectors. Joined with the other parts by reading.py.
"use strict";

const getter = (type, key) => {
  // Own getters, because a form's fields and a document's images shadow properties such as `action` or `title`.
  const get = Object.getOwnPropertyDescriptor(type.prototype, key).get;
  return node => get.call(node);
};
const firstChild = getter(Node, "firstChild");
const nextSibling = getter(Node, "nextSibling");
const parentNode = getter(Node, "parentNode");
const nodeType = getter(Node, "nodeType");
const rootOf = node => Node.prototype.getRootNode.call(node);
const localName = getter(Element, "localName");
const openRoot = getter(Element, "shadowRoot");
const attr = (el, key) => Element.prototype.getAttribute.call(el, key);
const wordsWithin = getter(Node, "textContent");
const holdsAny = (el, list) => Element.prototype.querySelector.call(el, list) !== null;
const allWithin = (el, list) => Element.prototype.querySelectorAll.call(el, list);
const has = (el, key) => Element.prototype.hasAttribute.call(el, key);

const GLYPHS = /[\uE000-\uF8FF]|[\u{F0000}-\u{10FFFD}]/gu;
const clean = text => text.replace(GLYPHS, "").replace(/\s+/g, " ").trim();

// The words of a computed `content`: its quoted strings decoded, icon-font glyphs dropped.
function contentWords(content, el) {
  let words = "";
  const alternative = content.search(/ \/ "/);
  const drawn = alternative < 0 ? content : content.slice(0, alternative);
  for (const part of drawn.matchAll(/"((?:[^"\\]|\\[\s\S])*)"|attr\(([\w-]+)[^)]*\)/g)) {
    if (part[2] !== undefined) words += attr(el, part[2]) ?? "";
    else words += part[1].replace(/\\(?:([0-9a-fA-F]{1,6})\s?|([\s\S]))/g, (_, code, char) =>
      code === undefined ? char : String.fromCodePoint(Math.min(parseInt(code, 16), 0x10ffff)));
  }
  return words.replace(GLYPHS, "").replace(/\s+/g, " ");
}

function resolve(address, config) {
  if (!address) return "";
  const trimmed = address.trim();
  if (/^javascript:/i.test(trimmed)) return trimmed.slice(0, config.limits.url_chars);
  let whole;
  try {
    // What stands in brackets is a script's word for a part of this page ([data-tab-panel-0]), and no address.
    whole = new URL(trimmed.startsWith("[") ? "#" : trimmed, config.base).href;
  } catch {
    whole = trimmed;
  }
  return whole.slice(0, whole.startsWith("data:") ? 64 : config.limits.url_chars);
}

function nameOf(el, tag) {
  const parts = [];
  const add = text => {
    const word = text ? clean(text) : "";
    if (word && !parts.includes(word)) parts.push(word);
  };
  add(attr(el, "aria-label"));
  const by = attr(el, "aria-labelledby");
  if (by) for (const id of by.split(/\s+/).slice(0, 8)) add(rootOf(el).getElementById?.(id)?.textContent?.slice(0, 400));
  add(attr(el, "alt"));
  add(attr(el, "title"));
  add(attr(el, "placeholder"));
  // A sign that its style draws is often named on the tag within the link: <a><i title="Home"></i></a>.
  if ((tag === "a" || tag === "button") && !parts.length && !clean(wordsWithin(el)) && !holdsAny(el, "img, svg, canvas, picture, input")) {
    const signs = [...allWithin(el, "[aria-label], [title]")];
    for (const sign of signs.slice(0, 4)) add(attr(sign, "aria-label") || attr(sign, "title"));
  }
  if (tag === "svg") for (let child = firstChild(el); child; child = nextSibling(child))
    if (nodeType(child) === 1 && localName(child) === "title") add(child.textContent);
  if (tag === "input" || tag === "textarea" || tag === "select") {
    const type = tag === "input" ? el.type : "text";
    if (tag === "input" && !["hidden", "password", "checkbox", "radio", "file", "image"].includes(type)) add(el.value);
    if (tag === "textarea") add(el.value);
    for (const label of [...(el.labels ?? [])].slice(0, 4)) add(label.textContent.slice(0, 400));
  }
  return parts.join(" ");
}

const ROLES = {
  a: "link", area: "link", button: "button", summary: "button", nav: "navigation", main: "main", aside: "complementary",
  header: "banner", footer: "contentinfo", form: "form", dialog: "dialog", img: "img", svg: "img", select: "combobox", textarea: "textbox",
  ul: "list", ol: "list", li: "listitem", table: "table", article: "article", option: "option", progress: "progressbar",
};
const INPUT_ROLES = {
  checkbox: "checkbox", radio: "radio", button: "button", submit: "button", reset: "button", image: "button", search: "searchbox", range: "slider",
  number: "spinbutton", hidden: "", file: "", password: "",
};

function roleOf(el, tag) {
  const given = attr(el, "role");
  if (given) return given.trim().split(/\s+/)[0].toLowerCase();
  if (tag === "input") return INPUT_ROLES[el.type] ?? "textbox";
  if ((tag === "a" || tag === "area") && !(has(el, "href") || has(el, "xlink:href"))) return "";
  if (/^h[1-6]$/.test(tag)) return "heading";
  return ROLES[tag] ?? "";
}

const kinds = new Map();

// Region words in id and class names, found once for each distinct naming. A name of an edge or a distance is no name of a place,
// nor is that of a part of what the page tells (product-top).
function regionWords(given, config) {
  let found = kinds.get(given);
  if (found) return found;
  found = {};
  const others = [config.region.spacing, config.region.own_part].map(pattern => new RegExp(pattern, "i"));
  const naming = given.split(/\s+/).filter(name => !others.some(other => other.test(name))).join(" ");
  const parts = naming.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z]+/).filter(Boolean);
  const joined = naming.toLowerCase().split(/[^a-z]+/).filter(Boolean);
  for (const kind of ["header", "nav", "footer", "side", "dialog"]) {
    const words = config.region[kind];
    if (parts.some(part => words.exact.includes(part))
      || joined.some(part => words.affix.some(word => part.startsWith(word) || part.endsWith(word)))) found[kind] = true;
  }
  if (kinds.size < 5000) kinds.set(given, found);
  return found;
}

// Whether a block named like a header is the head of what the page tells: a heading that is no link, and hardly a way elsewhere.
// A shop's header bears at least its home, its search and its login. Looks at the first nodes alone.
function headsContent(el, geometry) {
  const stack = [el];
  let headed = false, ways = 0;
  for (let seen = 0; stack.length; seen++) {
    const node = stack.pop(), tag = localName(node);
    if (seen > geometry.head_nodes) return false;
    if (/^(a|button|input|select|textarea|iframe)$/.test(tag) && ++ways > geometry.head_ways) return false;
    if (tag === "a") continue; // the name of a shop links to its home
    if (/^h[1-3]$/.test(tag)) headed ||= !Element.prototype.querySelector.call(node, "a[href]");
    for (let child = firstChild(node); child; child = nextSibling(child)) if (nodeType(child) === 1) stack.push(child);
  }
  return headed;
}

// Whether a block below the shop's header is titled and leads nowhere near its home: what is sold, with all that chooses and buys it.
function tellsBelow(el, page, top) {
  if (!(page.headed <= top + 1)) return false;
  const title = Element.prototype.querySelector.call(el, "h1");
  if (!title || Element.prototype.closest.call(title, "a") || Element.prototype.querySelector.call(title, "a[href]")) return false;
  return ![...Element.prototype.querySelectorAll.call(el, "a[href]")].some(link => /^(?:https?:\/\/[^/]+)?\/?(?:index\.\w+)?$/.test(attr(link, "href").trim()));
}

// Whether a box that fills the window and holds most of the page is only named after the bar at its edge, as the shells of
// apps are (taro-tabbar__container): it is the page, not its menu. Pages that were left stand hidden beside it, and do not count.
function isShell(el, area, page, geometry) {
  if (area < geometry.shell * page.width * page.height) return false;
  const held = node => [...Element.prototype.getElementsByTagName.call(node, "*")].filter(one => Element.prototype.checkVisibility.call(one)).length;
  return held(el) >= geometry.shell_holds * (page.drawn ??= held(document.documentElement));
}

// The region an element opens, or "" where it stands in its parent's.
function regionOf(rec, naming, page, config, current) {
  const { el, tag, rect } = rec, geometry = config.region.geometry;
  const role = attr(el, "role") ?? "";
  const words = naming ? regionWords(naming, config) : {};
  const modal = tag === "dialog" || role === "dialog" || role === "alertdialog" || attr(el, "aria-modal") === "true";
  const w = width(rect), h = height(rect), top = rect.y0 + (rec.fixed ? 0 : page.scrollY) + (rec.space?.offset ?? 0);
  const outOfFlow = rec.own_position === "fixed" || rec.own_position === "absolute";
  if (modal || (words.dialog && outOfFlow && w * h > 0 && (rec.fixed || w * h > 0.1 * page.width * page.height))) return "dialog";
  if (current === "dialog") return "";
  const wide = w >= geometry.wide * page.breadth;
  if ((rec.own_position === "fixed" || rec.own_position === "sticky") && !page.bearers.has(el)) {
    const atTop = wide && rect.y0 <= geometry.header_fallback_px && h < page.height / 2;
    if (atTop && (rec.own_position === "sticky" || words.header || words.nav || tag === "header" || tag === "nav")) return "header";
    if (rec.own_position === "fixed" && w * h < geometry.shell * page.width * page.height) return atTop ? "header" : "floating";
    if (rec.own_position === "fixed" && rec.veil) return "dialog";
  }
  if (current === "floating") return "";
  const screen = Math.min(page.height, geometry.screen_px); // a page laid out wider than a phone is shown small, in a window as tall as several
  const low = top >= geometry.footer_from * page.told || (page.told <= 1.5 * page.height && top > 0.3 * page.told);
  // On a short page a tall footer begins in its upper half: it goes on to the end all the same.
  const ends = tag === "footer" && wide && top > 0.3 * page.told && top + h >= 0.98 * page.told && !Element.prototype.closest.call(el, "article");
  const high = top < geometry.header_px && h < screen;
  if (!page.top) return "";
  const ofPage = tag === "footer" && el.parentElement?.tagName === "BODY"; // the foot of the whole page, be the page too short for a low one
  if (role === "contentinfo" || ofPage || ends || (tag === "footer" && low) || (words.footer && wide && low)) return "footer";
  if (current === "footer") return "";
  const called = words.header && wide && high;
  if (role === "banner" || (tag === "header" && high) || (called && !headsContent(el, geometry) && !tellsBelow(el, page, top))) {
    if (h > 0) page.headed = Math.max(page.headed ?? 0, top + h);
    return "header";
  }
  if ((tag === "aside" || role === "complementary" || words.side) && w > 0 && w < geometry.wide * page.breadth) return "side";
  if (current !== "side" && (tag === "nav" || role === "navigation" || (words.nav && h > 0 && top < page.height && !isShell(el, w * h, page, geometry)))) return "nav";
  return "";
}

const places = new Map(); // parent -> Map(child -> [nth child, whether the only one of its tag])

function step(el, parent, tag) {
  let known = places.get(parent);
  if (!known) {
    known = new Map();
    const counts = new Map(), list = [];
    for (let child = firstChild(parent); child; child = nextSibling(child)) {
      if (nodeType(child) !== 1) continue;
      const name = localName(child);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      list.push([child, name]);
    }
    list.forEach(([child, name], i) => known.set(child, counts.get(name) === 1 ? "" : `:nth-child(${i + 1})`));
    places.set(parent, known);
  }
  return CSS.escape(tag) + (known.get(el) ?? "");
}

const ENDING = /[a-z0-9]+$/i, MIXED = /^(?=.*[a-z])(?=.*\d)/i, WOVEN = /[a-z]\d+[a-z]|\d[a-z]+\d/i;

// Forgets ids that a kit makes up anew at each load (card_4o4p, card_datg): no path may begin at them, or a card would not look like
// the next one, nor be found again. Of several that begin alike, half mix letters and digits at their end; one alone weaves them.
function forgetMadeIds(ids) {
  const families = new Map();
  for (const id of ids.keys()) {
    if (id.length >= 60) continue; // no path begins at so long an id, and a pattern would take long with it
    const end = ENDING.exec(id)?.[0] ?? "", start = id.slice(0, id.length - end.length);
    if (start && end.length < 24) (families.get(start) ?? families.set(start, []).get(start)).push(id);
    if (end.length > 3 && WOVEN.test(end)) ids.delete(id);
  }
  for (const [start, family] of families) {
    const mixed = family.filter(id => MIXED.test(id.slice(start.length)) && id.length > start.length + 2).length;
    if (family.length > 1 && mixed * 2 >= family.length) for (const id of family) ids.delete(id);
  }
}

const paths = new Map();

// A CSS path from the nearest unique id; " >> " leads into a shadow root. Meant for Playwright's selector engine.
function selectorOf(el, ids) {
  const known = paths.get(el);
  if (known !== undefined) return known;
  const tag = localName(el), parent = parentNode(el), id = attr(el, "id");
  let path;
  if (id && id.length < 60 && ids.get(id) === 1) path = "#" + CSS.escape(id);
  else if (!parent || nodeType(parent) === 9) path = tag;
  else if (nodeType(parent) === 11) path = parent.host ? `${selectorOf(parent.host, ids)} >> :scope>${step(el, parent, tag)}` : tag;
  else if (tag === "body") path = "body";
  else path = `${selectorOf(parent, ids)}>${step(el, parent, tag)}`;
  paths.set(el, path);
  return path;
}
