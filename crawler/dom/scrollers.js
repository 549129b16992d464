// Which boxes of a document scroll, and which of them stands for the document itself. Plain functions of an isolated world,
// joined with the scripts that read, scroll and picture a page; `scrolling` is the table of read.toml.
"use strict";

const SCROLLS = /auto|scroll|overlay/;
// Own getters, because a form's fields and a document's images shadow properties.
const ofDocument = (doc, key) => Object.getOwnPropertyDescriptor(Document.prototype, key).get.call(doc);
const childrenOf = Object.getOwnPropertyDescriptor(Element.prototype, "children").get;
const isDrawn = el => Element.prototype.checkVisibility.call(el, { opacityProperty: true, visibilityProperty: true });
const rootOfPage = doc => ofDocument(doc, "scrollingElement") ?? ofDocument(doc, "documentElement");

// How far a box can be scrolled down, in px; 0 where its style does not let a person scroll it.
function overflowDown(el, style) {
  const over = el.scrollHeight - el.clientHeight;
  return over > 1 && SCROLLS.test(style.overflowY) ? over : 0;
}

// Whether the body is a box of its own: its overflow goes over to the viewport unless the root element has one.
function ownBody(doc) {
  const root = ofDocument(doc, "documentElement"), body = ofDocument(doc, "body");
  return Boolean(root && body && getComputedStyle(root).overflow !== "visible" && getComputedStyle(body).overflow !== "visible");
}

// How far a script moves a box's content up that the box cuts off: a person scrolls it, though the browser does not.
function movedByScript(el, style) {
  const over = el.scrollHeight - el.clientHeight;
  if (over <= 1 || !/hidden|clip/.test(style.overflowY)) return 0;
  let first = 0;
  for (const child of childrenOf.call(el)) {
    if (++first > 4) break;
    const moved = /translate|matrix/.test(child.style?.transform || child.style?.webkitTransform || "");
    if (moved && child.offsetHeight > el.clientHeight && getComputedStyle(child).transform !== "none") return over;
  }
  return 0;
}

// Whether a box is large enough on its screen to carry a page.
const carries = (el, view, scrolling) =>
  el.clientHeight >= scrolling.page_height * view.innerHeight && el.clientWidth >= scrolling.page_width * view.innerWidth;

// Elements of a document and its open shadow roots, no more than scrolling.boxes.
function* everyBox(doc, scrolling) {
  const queue = [doc];
  for (let at = 0, count = 0; at < queue.length; at++) {
    const list = (at ? DocumentFragment : Document).prototype.querySelectorAll.call(queue[at], "*");
    for (const el of list) {
      if (++count > scrolling.boxes) return;
      if (el.shadowRoot?.nodeType === 11) queue.push(el.shadowRoot);
      yield el;
    }
  }
}

// The box that carries the page where the document itself hardly scrolls, else null.
function pageScroller(scrolling) {
  const root = rootOfPage(document);
  if (!root || root.scrollHeight - innerHeight > scrolling.document_moves * innerHeight) return null;
  const html = ofDocument(document, "documentElement"), body = ofDocument(document, "body"), own = ownBody(document);
  let found = null, most = 0;
  for (const el of everyBox(document, scrolling)) {
    if (!(el.scrollHeight - el.clientHeight > scrolling.least_px) || !carries(el, window, scrolling)) continue;
    if (el === html || (el === body && !own)) continue;
    const style = getComputedStyle(el), weight = (overflowDown(el, style) || movedByScript(el, style)) * el.clientWidth * el.clientHeight;
    if (!(weight > most) || !isDrawn(el)) continue;
    const box = Element.prototype.getBoundingClientRect.call(el);
    if (box.bottom <= 0 || box.right <= 0 || box.top >= innerHeight || box.left >= innerWidth) continue;
    found = el;
    most = weight;
  }
  return found;
}
