// Pieces of our own pages, fetched and put in place. This is the one place where words become nodes.
const policy = window.trustedTypes
  ? window.trustedTypes.createPolicy("xuncha-fragments", { createHTML: (words) => words })
  : { createHTML: (words) => words };

/** The nodes of a page of this very host. Throws where it does not answer with one. */
export async function fetchFragment(address, options = {}) {
  const where = new URL(address, location.href);
  if (where.origin !== location.origin) throw new Error("another origin");
  const answer = await fetch(where, { credentials: "same-origin", redirect: "error", ...options });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const page = new DOMParser().parseFromString(policy.createHTML(await answer.text()), "text/html");
  return document.adoptNode(page.body);
}

/** Put what a page of this host shows in the place of what stands in ``target``. */
export async function swapFragment(target, address, options = {}) {
  const body = await fetchFragment(address, options);
  target.replaceChildren(...body.childNodes);
}

/** Put the element of that id, as the page at that address has it, in place of the one here; pictures that are there stay. */
export async function swapPart(id, address) {
  const answer = await fetch(address, { headers: { "x-part": id }, credentials: "same-origin", redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  const fresh = new DOMParser().parseFromString(policy.createHTML(await answer.text()), "text/html").getElementById(id);
  const here = document.getElementById(id);
  if (!fresh || !here) throw new Error(id);
  const adopted = document.adoptNode(fresh);
  for (const kept of adopted.querySelectorAll("[data-keep]")) {
    const old = kept.id && here.querySelector(`[data-keep]#${CSS.escape(kept.id)}`);
    if (old) kept.replaceWith(old);
  }
  const focused = here.contains(document.activeElement) ? document.activeElement.id : "";
  here.replaceWith(adopted);
  if (focused) document.getElementById(focused)?.focus();
}
