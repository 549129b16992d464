"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const first = root.dataset.lang; // the language that the page opens in
  const state = { lang: first, verdict: "", chapter: "" };

  // The hash holds what is shown: "#item-4&lang=en&verdict=fail". Its first part may be the name of a place on the page.
  const read = () => {
    const found = { place: "" };
    for (const part of location.hash.slice(1).split("&")) {
      const [name, value] = part.split("=");
      if (value === undefined) found.place = name;
      else if (name in state) found[name] = value;
    }
    return found;
  };
  const write = (place) => {
    const parts = place ? [place] : [];
    if (state.lang !== first) parts.push("lang=" + state.lang);
    for (const name of ["verdict", "chapter"]) if (state[name]) parts.push(name + "=" + state[name]);
    history.replaceState(null, "", "#" + parts.join("&"));
  };

  const show = () => {
    root.dataset.lang = state.lang;
    root.lang = state.lang === "en" ? "en" : "zh-CN";
    for (const button of all("[data-set]")) button.setAttribute("aria-pressed", String(button.dataset.set === state.lang));
    let shown = 0;
    for (const item of all(".item")) {
      const fits = (!state.verdict || item.dataset.verdict === state.verdict) &&
        (!state.chapter || item.dataset.chapter === state.chapter);
      item.hidden = !fits;
      shown += fits;
    }
    for (const group of all(".group")) group.hidden = !group.querySelector(".item:not([hidden])");
    document.querySelector(".nothing").hidden = shown > 0;
    for (const button of all(".filters .pick")) {
      const name = "pick" in button.dataset ? "verdict" : "chapter" in button.dataset ? "chapter" : "";
      if (!name) continue;
      const on = (button.dataset.pick ?? button.dataset.chapter) === state[name];
      button.classList.toggle("on", on);
      button.setAttribute("aria-pressed", String(on));
    }
  };

  const go = (place) => {
    const target = place && document.getElementById(place);
    if (!target) return;
    const item = target.closest(".item");
    if (item) {
      if (item.hidden) Object.assign(state, { verdict: "", chapter: "" });
      show();
      for (let part = target; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
    }
    target.scrollIntoView();
  };

  document.addEventListener("click", (event) => {
    const at = event.target.closest("a[href^='#'], [data-set], [data-pick], [data-chapter].pick, [data-open], [data-print]");
    if (!at) return;
    if (at.tagName === "A") {
      event.preventDefault();
      const place = at.getAttribute("href").slice(1);
      go(place);
      write(place);
      return;
    }
    if ("set" in at.dataset) state.lang = at.dataset.set;
    else if ("print" in at.dataset) return window.print();
    else if ("open" in at.dataset) {
      for (const item of all(".item:not([hidden])")) item.open = at.dataset.open === "1";
      return;
    } else if ("pick" in at.dataset) {
      state.verdict = state.verdict === at.dataset.pick ? "" : at.dataset.pick;
      if (!at.closest(".filters")) document.getElementById("items").scrollIntoView();
    } else state.chapter = state.chapter === at.dataset.chapter ? "" : at.dataset.chapter;
    show();
    write("");
  });

  // On paper everything is open and nothing is filtered away; afterwards all is as it was.
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    for (const part of closed) part.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const part of closed) part.open = false;
  });

  const follow = () => {
    const found = read();
    for (const name of Object.keys(state)) if (name in found) state[name] = found[name];
    if (!["zh", "en"].includes(state.lang)) state.lang = first;
    show();
    go(found.place);
  };
  window.addEventListener("hashchange", follow);
  follow();
})();
