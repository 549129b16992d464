// The viewer of evidence. Without it every view, tab and comparison is a page of its own; with it they change in place.
import { showCopyButtons } from "./copy.js";
import { swapFragment } from "./swap.js";

const SVG = "http://www.w3.org/2000/svg";
const host = document.getElementById("viewer");
const state = { boxes: true, zoom: 0, large: false, piece: 0 };
const panel = () => host.querySelector(".panel");
const stages = () => [...host.querySelectorAll(".stage")];
const piecesOf = (box) => box.dataset.pieces.split(" ").map(Number);
const pieces = () => [...document.querySelectorAll(".piece")];
let turn = 0; // of answers that come late, only the last asked for is shown

// --- size -------------------------------------------------------------------------------------------------------------
const natural = (stage) => Number(stage.dataset.width) || stage.clientWidth;
const fitting = (stage) => Math.min((stage.clientWidth - 2) / natural(stage), natural(stage) < 600 ? 1 : Infinity);

const resize = (zoom, keep) => {
  state.zoom = zoom;
  for (const stage of stages()) {
    const sheet = stage.querySelector(".sheet");
    if (!sheet) continue;
    const before = sheet.clientWidth || 1;
    const middle = [stage.scrollLeft + stage.clientWidth / 2, stage.scrollTop + stage.clientHeight / 2];
    const width = natural(stage) * (zoom || fitting(stage));
    sheet.style.width = `${width}px`;
    if (!keep) continue;
    stage.scrollLeft = (middle[0] * width) / before - stage.clientWidth / 2;
    stage.scrollTop = (middle[1] * width) / before - stage.clientHeight / 2;
  }
};

// A page brought to life again is as wide as it was, and drawn as large as there is room.
const fitReplay = () => {
  const frame = host && host.querySelector(".replay.desktop");
  if (frame) frame.style.transform = `scale(${Math.min(1, frame.parentElement.clientWidth / frame.width)})`;
};

const current = () => state.zoom || (stages()[0] ? fitting(stages()[0]) : 1);
const zoomBy = { fit: () => 0, actual: () => 1, closer: () => Math.min(4, current() * 1.25), away: () => Math.max(0.1, current() / 1.25) };

// --- boxes ------------------------------------------------------------------------------------------------------------
const part = (name, attributes, words) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (words !== undefined) made.textContent = words;
  return made;
};

const drawNear = ({ piece, label, box: [x, y, w, h] }) => {
  const link = part("a", { class: "box near", href: `#piece-${piece}`, "data-pieces": piece, "aria-label": label });
  const frame = { x: x - 4, y: y - 4, width: w + 8, height: h + 8, rx: 5 };
  const at = { x: Math.max(0, x - 4), y: Math.max(0, y - 26) };
  link.append(
    part("rect", { class: "halo", ...frame }),
    part("rect", { class: "line", ...frame }),
    part("rect", { class: "tag", ...at, width: 12 + 10 * label.length, height: 22, rx: 3 }),
    part("text", { x: at.x + 6, y: at.y + 16 }, label),
  );
  return link;
};

const findNear = async (asked) => {
  for (const stage of stages().slice(0, 1)) {
    const group = stage.querySelector(".boxes");
    if (!group) continue;
    const answer = await fetch(`${host.dataset.places}?view=${encodeURIComponent(stage.dataset.view)}`);
    if (!answer.ok || asked !== turn) return;
    const places = await answer.json();
    if (asked !== turn) return;
    group.prepend(...places.map(drawNear));
    for (const note of host.querySelectorAll(".under .near")) note.hidden = !places.length;
  }
};

const mark = (move) => {
  for (const each of pieces()) each.classList.toggle("now", Number(each.dataset.piece) === state.piece);
  for (const spot of document.querySelectorAll(".spot")) {
    if (panel() && spot.dataset.view === panel().dataset.view && spot.closest(".piece.now")) spot.setAttribute("aria-current", "true");
    else spot.removeAttribute("aria-current");
  }
  for (const box of host.querySelectorAll(".box")) {
    const now = piecesOf(box).includes(state.piece);
    box.classList.toggle("now", now);
    if (!now || !move) continue;
    const stage = box.closest(".stage");
    const [seen, own] = [stage.getBoundingClientRect(), box.querySelector(".line").getBoundingClientRect()];
    stage.scrollTop += own.top - seen.top - Math.max(30, (stage.clientHeight - own.height) / 2);
    stage.scrollLeft += own.left - seen.left - Math.max(10, (stage.clientWidth - own.width) / 2);
  }
  const words = host.querySelector(".words");
  const word = words && (words.querySelector(`#words-${state.piece}`) || words.querySelector("mark"));
  if (move && word) words.scrollTop += word.getBoundingClientRect().top - words.getBoundingClientRect().top - words.clientHeight / 3;
};

// --- what is shown ----------------------------------------------------------------------------------------------------
const ready = async () => {
  const shown = panel();
  if (!shown) return;
  for (const each of host.querySelectorAll(".tools-script")) each.hidden = false;
  for (const button of host.querySelectorAll(".pages button")) button.hidden = true;
  showCopyButtons(host);
  setBoxes(state.boxes);
  setLarge(state.large);
  resize(state.zoom);
  fitReplay();
  mark(true);
  await findNear(turn);
  mark(true);
};

// What had the focus has it again in the new panel: the same control, else the panel's picture.
const called = (each) => each.name || each.dataset.zoom || each.textContent.trim();
const refocus = (name) => {
  const same = [...host.querySelectorAll("a, button, select, input")].find((each) => called(each) === name);
  (same || host.querySelector(".stage, .words, .tabs a"))?.focus({ preventScroll: true });
};

const go = async (address) => {
  const where = new URL(address, location.href);
  const focused = host.contains(document.activeElement) ? called(document.activeElement) : null;
  const asked = ++turn;
  if (panel()) panel().setAttribute("aria-busy", "true");
  const fragment = `${host.dataset.panel}${where.search}`;
  try {
    await swapFragment(host, fragment);
  } catch {
    location.assign(where); // the page itself says what is the matter
    return;
  }
  if (asked !== turn) return;
  if (focused !== null) refocus(focused);
  history.replaceState(null, "", `${location.pathname}${where.search}`);
  await ready();
};

const setBoxes = (on) => {
  state.boxes = on;
  if (panel()) panel().classList.toggle("no-boxes", !on);
  for (const button of host.querySelectorAll("[data-boxes]")) button.setAttribute("aria-pressed", String(on));
};

const setLarge = (on) => {
  state.large = on;
  if (panel()) panel().classList.toggle("large", on);
  for (const button of host.querySelectorAll("[data-large]")) button.setAttribute("aria-pressed", String(on));
  resize(state.zoom);
};

const choose = async (piece, view) => {
  state.piece = Number(piece.dataset.piece);
  const spots = [...piece.querySelectorAll(".spot")].map((each) => each.dataset.view);
  const wanted = view || (panel() && spots.includes(panel().dataset.view) ? panel().dataset.view : spots[0]);
  if (!wanted) return mark(false);
  const tab = panel() ? panel().dataset.tab : "picture";
  if (panel() && wanted === panel().dataset.view && ["picture", "words"].includes(tab)) return mark(true);
  await go(`?view=${encodeURIComponent(wanted)}&tab=${tab === "words" ? "words" : "picture"}`);
};

const step = (by) => {
  const all = pieces();
  if (!all.length) return;
  const at = all.findIndex((each) => Number(each.dataset.piece) === state.piece);
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length];
  tell(next, all);
  choose(next);
};

// What the answer of a piece says, without its tone and the devices that it holds for.
const saidOf = (piece) => {
  const said = piece.closest(".said").querySelector("p").cloneNode(true);
  for (const each of said.querySelectorAll(".tone, .where")) each.remove();
  return said;
};

// What is looked at stands above its picture, so that walking through the evidence never takes the picture away.
const tell = (piece, all) => {
  const line = document.getElementById("now-piece");
  const [label, place, quote] = line.children;
  label.textContent = piece.querySelector(".number").textContent;
  label.href = `#${piece.id}`;
  place.textContent = `${all.indexOf(piece) + 1}/${all.length}`;
  quote.textContent = (piece.querySelector("blockquote") || saidOf(piece)).textContent.trim();
  line.hidden = false;
  line.focus({ preventScroll: true });
  const bottom = host.querySelector(".stage, .words")?.getBoundingClientRect().bottom ?? 0;
  if (bottom > innerHeight || line.getBoundingClientRect().top < 60) line.scrollIntoView();
};

// --- hands ------------------------------------------------------------------------------------------------------------
document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const at = event.target.closest("[data-go], [data-show], [data-zoom], [data-boxes], [data-large], .box");
  if (!at || !host) return;
  if (at.matches(".box")) {
    event.preventDefault();
    const there = piecesOf(at); // several pieces may be seen in one place: each press leads to the next of them
    state.piece = there[(there.indexOf(state.piece) + 1) % there.length];
    const piece = document.getElementById(`piece-${state.piece}`);
    mark(false);
    piece.scrollIntoView({ block: "center" });
    piece.focus({ preventScroll: true });
  } else if (at.matches("[data-show]")) {
    event.preventDefault();
    choose(at.closest(".piece"), at.dataset.view);
    if (host.getBoundingClientRect().bottom < 120) host.scrollIntoView();
  } else if (at.matches("[data-go]")) {
    event.preventDefault();
    go(at.getAttribute("href"));
  } else if (at.matches("[data-zoom]")) resize(zoomBy[at.dataset.zoom](), at.dataset.zoom !== "fit");
  else if (at.matches("[data-boxes]")) setBoxes(!state.boxes);
  else setLarge(!state.large);
});

document.addEventListener("change", (event) => {
  const chosen = event.target;
  if (!chosen.matches("#viewer .pages select")) return;
  const value = encodeURIComponent(chosen.value);
  if (chosen.name === "view") return go(`?view=${value}&tab=${panel().dataset.tab}`);
  const view = `?view=${encodeURIComponent(panel().dataset.view)}`;
  go(chosen.value ? `${view}&beside=${value}&way=${chosen.form.elements.way.value}` : view);
});

document.addEventListener("input", (event) => {
  if (event.target.id !== "swipe") return;
  const stage = host.querySelector(".stage");
  host.querySelector("#swipe-rect").setAttribute("x", (natural(stage) * event.target.value) / 100);
});

let held = null;
document.addEventListener("pointerdown", (event) => {
  const stage = event.target.closest(".stage");
  if (!stage || event.pointerType !== "mouse" || event.button || event.target.closest(".box")) return;
  held = { stage, x: event.clientX + stage.scrollLeft, y: event.clientY + stage.scrollTop };
  stage.classList.add("held");
});
document.addEventListener("pointermove", (event) => {
  if (!held) return;
  held.stage.scrollLeft = held.x - event.clientX;
  held.stage.scrollTop = held.y - event.clientY;
});
document.addEventListener("pointerup", () => {
  if (held) held.stage.classList.remove("held");
  held = null;
});
document.addEventListener("dragstart", (event) => { if (event.target.closest(".stage")) event.preventDefault(); });
document.addEventListener("wheel", (event) => {
  if (!event.ctrlKey || !event.target.closest(".stage")) return;
  event.preventDefault();
  resize(zoomBy[event.deltaY < 0 ? "closer" : "away"](), true);
}, { passive: false });
// Both pictures of a pair are looked at in the same place.
document.addEventListener("scroll", (event) => {
  const all = stages();
  if (all.length < 2 || !all.includes(event.target)) return;
  for (const other of all) {
    if (other === event.target || Math.abs(other.scrollTop - event.target.scrollTop) < 2) continue;
    other.scrollTop = event.target.scrollTop;
    other.scrollLeft = event.target.scrollLeft;
  }
}, true);
window.addEventListener("resize", () => {
  if (!state.zoom) resize(0);
  fitReplay();
});

// --- keys, all of which can be switched off ---------------------------------------------------------------------------
const on = document.getElementById("keys-on");
const deciding = document.getElementById("deciding"); // where it stands, it knows whether its person wants single keys
const wantsKeys = () => (deciding ? deciding.dataset.keys === "on" : !on || on.checked);
const press = (selector) => { const found = host.querySelector(selector); if (found) found.click(); };
const keys = {
  "[": () => step(-1),
  "]": () => step(1),
  b: () => setBoxes(!state.boxes),
  m: () => press("[data-device]"),
  d: () => {
    const beside = host.querySelector("[data-beside]");
    if (!beside || !panel()) return;
    const compared = host.querySelector(".over.minus");
    const view = `?view=${encodeURIComponent(panel().dataset.view)}`;
    go(compared ? view : `${view}&beside=${encodeURIComponent(beside.dataset.beside)}&way=difference`);
  },
};
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && state.large) return setLarge(false);
  if (event.ctrlKey || event.metaKey || event.altKey || !wantsKeys()) return;
  if (event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
  const does = keys[event.key];
  if (!does) return;
  event.preventDefault();
  does();
});
if (on) {
  document.getElementById("keys").hidden = false;
  on.closest("label").hidden = deciding !== null;
  on.checked = localStorage.getItem("keys") !== "off";
  on.addEventListener("change", () => localStorage.setItem("keys", on.checked ? "on" : "off"));
}

showCopyButtons(document);
const asked = /^#piece-(\d+)$/.exec(location.hash);
if (asked) state.piece = Number(asked[1]);
if (host) ready();
