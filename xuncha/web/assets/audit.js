// The page of one audit: "/" goes to the search, buttons copy.
import { showCopyButtons } from "./copy.js";

showCopyButtons(document);
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("keys") === "off") return;
  if (event.target.closest("input, textarea, select")) return;
  event.preventDefault();
  document.getElementById("search").focus();
});
