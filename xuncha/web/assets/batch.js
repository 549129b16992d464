// One item across platforms: all of a group chosen at once, and the key that takes the last agreement back while it may be, which is
// switched off with the other single keys.
for (const all of document.querySelectorAll(".choose-all")) {
  const each = [...all.closest("form").querySelectorAll('[name="visit"]')];
  const shown = () => {
    const many = each.filter((one) => one.checked).length;
    all.checked = many === each.length;
    all.indeterminate = many > 0 && many < each.length;
  };
  all.hidden = each.length < 2;
  all.addEventListener("change", () => { for (const one of each) one.checked = all.checked; });
  for (const one of each) one.addEventListener("change", shown);
}
const told = document.querySelector(".batch-told");
const form = document.getElementById("undo-batch");
if (told && form) {
  setTimeout(() => form.remove(), 1000 * Number(form.dataset.left));
  if (told.dataset.keys === "on") {
    document.addEventListener("keydown", (event) => {
      const typing = event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
      if (event.key !== "u" || typing || !form.isConnected || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      form.requestSubmit();
    });
  }
}
