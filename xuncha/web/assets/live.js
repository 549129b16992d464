// Follows a page's events: <body> part #live names them by data-events. Without it the page reloads by itself.
import { swapPart } from "/assets/swap.js";

const live = document.getElementById("live");
const paused = document.getElementById("live-ended");
if (live?.dataset.events) {
  const events = new EventSource(live.dataset.events);
  let busy = false;
  let again = false;
  async function refresh() {
    if (busy) { again = true; return; }
    busy = true;
    do {
      again = false;
      try { await swapPart("live", location.href); } catch { stop(); }
    } while (again);
    busy = false;
    if (document.getElementById("live")?.dataset.over === "yes") events.close();
  }
  function stop() {
    events.close();
    if (paused) paused.hidden = false;
  }
  events.addEventListener("changed", (event) => {
    if (document.getElementById("live")?.dataset.stamp !== event.data) refresh();
  });
  events.addEventListener("end", stop);
}
