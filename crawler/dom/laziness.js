// Whether anything of this document may still wait to come into sight. Joined with dom/scrollers.js, whose walk through open shadow
// roots it uses; `scrolling` is the table of read.toml. Doubt counts as waiting.
"use strict";

const OF_ITS_OWN = /^(iframe|frame|frameset|object|embed|fencedframe|video|audio)$|-/; // also elements that a script defines
const KEPT_BACK = /^data-.*(src|original|lazy|load|image|img|url|bg|background|poster)/; // where scripts leave the address of a picture

function awaitsSight(scrolling) {
  let count = 0;
  for (const el of everyBox(document, scrolling)) {
    if (++count >= scrolling.boxes || OF_ITS_OWN.test(el.localName)) return true;
    if (el.localName === "img" && !(el.complete && el.naturalWidth > 0)) return true;
    for (const name of Element.prototype.getAttributeNames.call(el)) if (name === "is" || KEPT_BACK.test(name)) return true;
  }
  return false;
}
