// Buttons that copy: hidden until a script can do what they say.
const heard = document.createElement("span");
heard.className = "hide";
heard.setAttribute("role", "status");
document.body.append(heard);

/** Show the buttons of a part of the page. */
export const showCopyButtons = (part) => {
  if (!navigator.clipboard) return;
  for (const button of part.querySelectorAll("button.copy")) button.hidden = false;
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button.copy");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const words = button.textContent;
  button.textContent = "✓";
  heard.textContent = button.dataset.copy.slice(0, 120);
  setTimeout(() => { button.textContent = words; }, 1200);
});
