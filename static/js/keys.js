// Single-key shortcuts: never inside a field, never with a modifier, never when switched off.
// A key that no element on the page takes is told to the document as a "shortcut" event.
const inField = (target) =>
  target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (document.body.hasAttribute("data-no-shortcuts") || event.defaultPrevented) return;
  if (event.altKey || event.metaKey || (event.ctrlKey && event.shiftKey)) return;
  if (event.repeat || event.isComposing || inField(event.target)) return;
  if (document.querySelector("dialog[open]")) return; // it closes itself
  const key = event.ctrlKey ? `ctrl+${event.key.toLowerCase()}` : event.key;
  if ((key === " " || key === "Enter") && event.target.closest("button, a, summary")) return;
  const menu = document.querySelector("details.menu[open]");
  if (key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
    return;
  }
  for (const element of document.querySelectorAll("[data-key]")) {
    const keys = element.dataset.key.split("|");
    if (keys.includes(key) && element.checkVisibility({ visibilityProperty: true }) && !element.closest("[inert]")) {
      event.preventDefault();
      if (element.matches("input")) element.focus();
      else element.click();
      return;
    }
  }
  document.dispatchEvent(new CustomEvent("shortcut", { detail: key }));
});
