// Lists the boxes of a page that scroll, its own window first, and moves one of them. Joined with dom/scrollers.js.
"use strict";

// The window of a document as something to scroll.
function windowOf(doc) {
  const view = doc.defaultView, root = rootOfPage(doc);
  return root && { el: root, view, own: true, at: view.scrollY };
}

// Every box of a document and of the documents of its origin within it that a person would scroll.
function listScrollers(scrolling, doc = document, found = [], depth = 0) {
  const view = doc.defaultView, top = windowOf(doc);
  if (!view || !top || depth > 3) return found;
  if (!depth || (top.el.scrollHeight - view.innerHeight > scrolling.least_px && view.innerHeight >= scrolling.box_height)) found.push(top);
  const html = ofDocument(doc, "documentElement"), body = ofDocument(doc, "body"), own = ownBody(doc), frames = [];
  for (const el of everyBox(doc, scrolling)) {
    if (el.localName === "iframe" || el.localName === "frame") { frames.push(el); continue; }
    if (!(el.scrollHeight - el.clientHeight > scrolling.least_px) || el.clientHeight < scrolling.box_height) continue;
    if (el === html || (el === body && !own)) continue;
    const style = getComputedStyle(el), over = overflowDown(el, style);
    const moved = !over && carries(el, view, scrolling) && movedByScript(el, style) > scrolling.least_px;
    if ((over || moved) && isDrawn(el)) found.push({ el, view, own: false, at: el.scrollTop, moved });
  }
  for (const frame of frames.slice(0, 10)) {
    let inner = null;
    try { inner = frame.contentDocument; } catch { inner = null; }
    if (inner && isDrawn(frame)) listScrollers(scrolling, inner, found, depth + 1);
  }
  return found;
}

// Begins, or begins again: boxes known already keep their numbers. Answers how many there are, and which of them a script moves.
function scrollersOf(scrolling) {
  const known = (globalThis.xunchaScrollers ??= []), old = new Set(known.map(one => one.el));
  for (const one of listScrollers(scrolling)) if (!old.has(one.el)) known.push(one);
  return known.map(one => Boolean(one.moved));
}

// After the page has drawn itself twice: whoever waits for a scroll or for something to come into view has been told by then.
const drawn = then => new Promise(done => {
  const tell = () => done(then());
  setTimeout(tell, 1000); // a page that is not drawn
  requestAnimationFrame(() => requestAnimationFrame(tell));
});

// Moves one to `y` px from its top: [its whole height, the height it shows, where it stands then], or null where it is gone.
function scrollOne(number, y) {
  const one = (globalThis.xunchaScrollers ?? [])[number];
  if (!one || !one.el.isConnected || !one.el.ownerDocument.defaultView) return null;
  if (number && y === 0) Element.prototype.scrollIntoView.call(one.own && one.view.frameElement ? one.view.frameElement : one.el, { block: "nearest", behavior: "instant" });
  if (one.own) one.view.scrollTo({ top: y, behavior: "instant" });
  else Element.prototype.scrollTo.call(one.el, { top: y, behavior: "instant" });
  return drawn(() => {
    const shows = one.own ? one.view?.innerHeight ?? 0 : one.el.clientHeight;
    return [Math.max(one.el.scrollHeight, shows), shows, one.own ? one.view?.scrollY ?? 0 : one.el.scrollTop];
  });
}

// Puts the window, and a box that may stand for it, back to the top, and every other box back to where it stood.
function scrollBack(scrolling) {
  for (const one of [...(globalThis.xunchaScrollers ?? [])].reverse()) {
    if (one.own) one.view?.scrollTo({ top: 0, behavior: "instant" });
    else Element.prototype.scrollTo.call(one.el, { top: one.view && carries(one.el, one.view, scrolling) ? 0 : one.at, behavior: "instant" });
  }
  globalThis.xunchaScrollers = undefined;
}
