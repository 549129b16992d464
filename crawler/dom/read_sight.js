// What can be seen: colours, clipping, paint order and cover. Plain functions; joined with the other parts by reading.py.
"use strict";

const colours = new Map();
let swatch = null;

// [r, g, b, alpha] of any CSS colour. Legacy colours compute to rgb()/rgba(); all others go through a canvas.
function colourOf(text) {
  let found = colours.get(text);
  if (found) return found;
  const plain = /^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.e-]+))?\)$/.exec(text);
  if (plain) {
    found = [+plain[1], +plain[2], +plain[3], plain[4] === undefined ? 1 : +plain[4]];
  } else {
    swatch ??= new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    swatch.clearRect(0, 0, 1, 1);
    swatch.fillStyle = "transparent";
    swatch.fillStyle = text;
    swatch.fillRect(0, 0, 1, 1);
    const data = swatch.getImageData(0, 0, 1, 1).data;
    found = [data[0], data[1], data[2], data[3] / 255];
  }
  if (colours.size < 5000) colours.set(text, found);
  return found;
}

function over(top, alpha, base) {
  return [0, 1, 2].map(i => top[i] * alpha + base[i] * (1 - alpha));
}

function hex(colour) {
  return "#" + [0, 1, 2].map(i => Math.round(colour[i]).toString(16).padStart(2, "0")).join("");
}

// WCAG 2 contrast ratio, 1 to 21.
function contrast(one, two) {
  const linear = value => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = colour => 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
  const [a, b] = [light(one), light(two)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const LINES = 8; // of a text, between which the distance is taken
const TIGHT = 1.08; // a box so little higher than its letters leaves a line no room to be higher
const LOOSE = 1.8; // times the letters: a higher box holds more than one line
const DRAWN_IN_LINE = "img,svg,input,button,select,textarea,iframe,canvas,video,br";

// The used height of lines whose height is `normal`, in px of the screen, 0 = not to be told: the distance of two lines of the text,
// or the height of the block `holder` that holds one line of words and takes its height from it. Letters alone do not tell: those of a
// font that stands in for a missing one make the line higher than they are measured.
function usedLine(rec, holder, range) {
  if (!holder || rec.cs.writingMode !== "horizontal-tb") return 0;
  const rects = [...range.getClientRects()].slice(0, LINES).filter(rect => rect.height > 0 && rect.width > 0);
  if (!rects.length) return 0;
  const high = rects[0].height, first = (rec.firstLine ??= rects[0].y);
  const next = rects.find(rect => rect.y - first > high / 2);
  if (next) return next.y - first > LOOSE * high ? 0 : next.y - first;
  const { el, cs } = holder;
  if (!el.offsetHeight || cs.lineHeight !== "normal" || el.querySelector(DRAWN_IN_LINE)) return 0;
  const scale = height(holder.rect) / el.offsetHeight;
  const inner = (el.clientHeight - parseFloat(cs.paddingTop) - parseFloat(cs.paddingBottom)) * scale;
  if (inner < high - 1 || inner > LOOSE * high) return 0;
  const free = key => /^(auto|0px|0|none)$/.test(String(el.computedStyleMap().get(key)));
  const around = parentNode(el), stretched = nodeType(around) === 1 && /flex|grid/.test(getComputedStyle(around).display);
  return inner <= TIGHT * high || (!stretched && free("height") && free("min-height")) ? inner : 0;
}

const EVERYWHERE = { x0: -Infinity, y0: -Infinity, x1: Infinity, y1: Infinity };

function rectOf(domRect) {
  return { x0: domRect.x, y0: domRect.y, x1: domRect.x + domRect.width, y1: domRect.y + domRect.height };
}

function cut(one, two) {
  return {
    x0: Math.max(one.x0, two.x0), y0: Math.max(one.y0, two.y0),
    x1: Math.min(one.x1, two.x1), y1: Math.min(one.y1, two.y1),
  };
}

function join(one, two) {
  if (!one) return two;
  return {
    x0: Math.min(one.x0, two.x0), y0: Math.min(one.y0, two.y0),
    x1: Math.max(one.x1, two.x1), y1: Math.max(one.y1, two.y1),
  };
}

const width = rect => Math.max(0, rect.x1 - rect.x0);
const height = rect => Math.max(0, rect.y1 - rect.y0);

// The box a clip-path leaves of `rect`; shapes are taken by their bounding box, unknown ones leave all.
function clipPathBox(value, rect) {
  const shape = /^(inset|circle|ellipse|polygon)\((.*)\)/.exec(value);
  if (!shape) return rect;
  const [w, h] = [width(rect), height(rect)];
  const size = (text, whole) => (text.endsWith("%") ? (parseFloat(text) / 100) * whole : parseFloat(text));
  const body = shape[2];
  if (shape[1] === "inset") {
    const sides = body.split(" round ")[0].trim().split(/\s+/);
    const [top, right = top, bottom = top, left = right] = sides;
    return {
      x0: rect.x0 + size(left, w), y0: rect.y0 + size(top, h),
      x1: rect.x1 - size(right, w), y1: rect.y1 - size(bottom, h),
    };
  }
  if (shape[1] === "polygon") {
    const points = body.replace(/^(nonzero|evenodd),/, "").split(",").map(point => point.trim().split(/\s+/));
    const xs = points.map(point => size(point[0], w)), ys = points.map(point => size(point[1] ?? "0", h));
    if ([...xs, ...ys].some(Number.isNaN)) return rect;
    return {
      x0: rect.x0 + Math.min(...xs), y0: rect.y0 + Math.min(...ys),
      x1: rect.x0 + Math.max(...xs), y1: rect.y0 + Math.max(...ys),
    };
  }
  const [radii, at = "50% 50%"] = body.split("at ").map(part => part.trim());
  const list = radii.split(/\s+/).filter(Boolean);
  const rx = size(list[0] ?? "", Math.hypot(w, h) / Math.SQRT2), ry = list[1] ? size(list[1], h) : rx;
  const [cx, cy] = at.split(/\s+/).map((part, i) => size(part, i ? h : w));
  if ([rx, ry, cx, cy].some(Number.isNaN)) return rect;
  return { x0: rect.x0 + cx - rx, y0: rect.y0 + cy - ry, x1: rect.x0 + cx + rx, y1: rect.y0 + cy + ry };
}

// The legacy clip property, which counts on absolutely positioned boxes only.
function clipBox(value, rect) {
  const sides = /^rect\(([^)]*)\)/.exec(value);
  if (!sides) return rect;
  const [top, right, bottom, left] = sides[1].split(/[\s,]+/).map(side => (side === "auto" ? null : parseFloat(side)));
  return cut(rect, {
    x0: left === null ? -Infinity : rect.x0 + left, y0: top === null ? -Infinity : rect.y0 + top,
    x1: right === null ? Infinity : rect.x0 + right, y1: bottom === null ? Infinity : rect.y0 + bottom,
  });
}

// Whether `one` is painted above `two`: their stacking paths compared, in-flow content between negative and other layers.
function above(one, two) {
  const length = Math.max(one.path.length, two.path.length);
  for (let i = 0; i < length; i++) {
    const a = one.path[i] ?? [-0.5, one.order], b = two.path[i] ?? [-0.5, two.order];
    if (a[0] !== b[0]) return a[0] > b[0];
    if (a[1] !== b[1]) return a[1] > b[1];
  }
  return one.order > two.order;
}

// Layers by rows of the document, so that an element meets only those near it; `always` are near everywhere.
class Layers {
  constructor(layers, shown, always = []) {
    this.rows = new Map();
    this.wide = [...always];
    const rowed = [];
    for (const layer of layers) {
      const box = shown(layer), first = Math.floor(box.y0 / 256), last = Math.floor(box.y1 / 256);
      if (last - first < 200) rowed.push([layer, first, last]);
      else this.wide.push(layer);
    }
    for (const [layer, first, last] of rowed) for (let row = first; row <= last; row++) {
      if (!this.rows.has(row)) this.rows.set(row, [...this.wide]);
      this.rows.get(row).push(layer);
    }
  }

  near(y) {
    return this.rows.get(Math.floor(y / 256)) ?? this.wide;
  }
}

const within = (rect, x, y) => x >= rect.x0 && x <= rect.x1 && y >= rect.y0 && y <= rect.y1;
const related = (one, two) =>
  (one.order <= two.order && two.order <= one.last) || (two.order <= one.order && one.order <= two.last);

function samples(rect) {
  const [w, h] = [width(rect), height(rect)];
  return [[0.5, 0.5], [0.15, 0.25], [0.85, 0.25], [0.15, 0.75], [0.85, 0.75]].map(([x, y]) => [rect.x0 + x * w, rect.y0 + y * h]);
}

// What scrolls together within one box. `low` and `high` bound the box on the screen, `top` is how far it is scrolled now, `max`
// how far it can be; `offset` turns a place on the screen into one of the unrolled page, together with all boxes round it.
function spaceOf(rec, el, page) {
  const parent = rec.space, box = rec.rect, dx = rec.fixed ? 0 : page.scrollX, dy = rec.fixed ? 0 : page.scrollY;
  const bottom = rec.fixed ? page.height : page.maxScroll + page.height;
  return {
    parent, low: box.y0, high: box.y1, top: el.scrollTop, max: el.scrollHeight - el.clientHeight,
    offset: el.scrollTop + (parent?.offset ?? 0), carrier: el === page.carrier,
    reached: (parent ? parent.reached : box.y1 + dy > 0 && box.y0 + dy < bottom) && box.x1 + dx > 0 && box.x0 + dx < page.reach,
  };
}

const SLIVER = 6; // px of a line that peep out beside a layer and can't be read

// Where on the screen scrolling can bring a point at `y` of `rec`, measured where `layer` stands: [lowest, highest], or null where
// the layer scrolls in a box that does not move the point.
function travel(rec, layer, y, page) {
  let low = y, high = y, space = rec.space;
  for (; space && space !== layer.space; space = space.parent) {
    low = Math.max(space.low, low - (space.max - space.top));
    high = Math.min(space.high, high + space.top);
  }
  if (space !== layer.space || low > high) return null;
  if (layer.fixed === rec.fixed || layer.space) return [low, high];
  if (!layer.fixed) return null;
  return [Math.max(0, low + page.scrollY - page.maxScroll), Math.min(page.height, high + page.scrollY)];
}

// Whether opaque layers hide every sample point of `rec`. A layer that stands still hides what scrolls only where no scroll position
// brings the point out from under it; layers that scroll never count against what stands still.
function covered(rec, rect, near, page) {
  const hides = (layer, x, y) => {
    const box = layer.shown;
    if (x < box.x0 || x > box.x1 || related(layer, rec)) return false;
    if (layer.path === rec.path && layer.tag !== "img" && layer.tag !== "video") return false; // words lie over flat grounds of their own flow
    if (layer.fixed === rec.fixed && layer.space === rec.space) return within(box, x, y) && above(layer, rec);
    if (!above(layer, rec)) return false;
    const reach = travel(rec, layer, y, page);
    return reach !== null && reach[0] >= box.y0 - SLIVER && reach[1] <= box.y1 + SLIVER;
  };
  const hidden = (x, y) => near(y).some(layer => hides(layer, x, y));
  if (!hidden((rect.x0 + rect.x1) / 2, (rect.y0 + rect.y1) / 2)) return false;
  return samples(rect).every(([x, y]) => hidden(x, y));
}

// The page's own hit test agrees that the point belongs to something else. Layers that let the pointer through can't be asked.
function hitAgrees(rec, rect, page, contains) {
  if (rec.unhittable) return true;
  for (const [x, y] of samples(rect)) {
    if (x < 0 || y < 0 || x >= page.width || y >= page.height || (rec.space && (y < rec.space.low || y > rec.space.high))) continue;
    const hit = page.hit(x, y);
    if (hit && (hit === rec.el || contains(rec.el, hit))) return false;
  }
  return true;
}
