// Single-key shortcuts: never inside a field, never with a modifier, never when switched off.
const inField = (target) =>
  target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (document.body.hasAttribute("data-no-shortcuts") || event.defaultPrevented) return;
  if (event.altKey || event.metaKey || event.isComposing || inField(event.target)) return;
  const key = event.ctrlKey ? `ctrl+${event.key.toLowerCase()}` : event.key;
  if ((key === " " || key === "Enter") && event.target.closest("button, a, summary")) return;
  if (document.querySelector("dialog[open]") && key !== "Escape") return;
  for (const element of document.querySelectorAll("[data-key]")) {
    const keys = element.dataset.key.split("|");
    if (keys.includes(key) && element.checkVisibility()) {
      event.preventDefault();
      if (element.matches("input")) element.focus();
      else element.click();
      return;
    }
  }
});
