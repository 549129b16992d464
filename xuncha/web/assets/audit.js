// The page of one audit, and the queue: "/" goes to the search, "n" to what is open, buttons copy.
import { showCopyButtons } from "./copy.js";

showCopyButtons(document);
document.addEventListener("keydown", (event) => {
  const leads = { "/": "search", n: "next-open" }[event.key];
  const found = leads && document.getElementById(leads);
  if (!found || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("keys") === "off") return;
  if (event.target.closest("input, textarea, select")) return;
  event.preventDefault();
  if (event.key === "n") found.click();
  else found.focus();
});
