"use strict";
// Every page is a hash; words come by fetch, and the footer only when its place scrolls into view.
const app = document.getElementById("app");
const end = document.getElementById("end");

function hashed(html) {
  return html.replace(/href="\/(?!\/)([^"]*)"/g, 'href="#/$1"');
}

async function show() {
  const path = location.hash.replace(/^#/, "") || "/";
  const answer = await fetch("/api/page?path=" + encodeURIComponent(path));
  const page = await answer.json();
  document.title = page.title;
  app.innerHTML = hashed(page.header) + '<main id="main">' + hashed(page.main) + "</main>";
  window.scrollTo(0, 0);
}

document.addEventListener("submit", function (event) {
  if (event.target.method !== "get") return;
  event.preventDefault();
  location.hash = "/search?q=" + encodeURIComponent(new FormData(event.target).get("q"));
});
window.addEventListener("hashchange", show);
new IntersectionObserver(async function (seen, watcher) {
  if (!seen.some((each) => each.isIntersecting)) return;
  watcher.disconnect();
  const answer = await fetch("/api/footer");
  end.innerHTML = hashed((await answer.json()).html);
}).observe(end);
show();
