// Cards of a list are chosen: all of the page, one by one, or a whole stretch with Shift.
const boxes = () => [...document.querySelectorAll("[data-select] [name=cards]")];
let last = null;

function tell() {
  const form = document.querySelector("[data-select]");
  if (!form) return;
  const chosen = boxes().filter((box) => box.checked).length;
  const all = form.querySelector("[data-select-all]");
  all.hidden = false;
  all.control.checked = chosen === boxes().length;
  all.control.indeterminate = chosen > 0 && chosen < boxes().length;
  form.querySelector("[data-select-count]").textContent = chosen ? `${chosen} chosen` : "";
}

document.addEventListener("click", (event) => {
  if (!event.target.matches("[data-select] [name=cards]")) return;
  const every = boxes();
  const [from, to] = [every.indexOf(last), every.indexOf(event.target)].sort((a, b) => a - b);
  if (event.shiftKey && from >= 0) {
    for (const box of every.slice(from, to + 1)) box.checked = event.target.checked;
  }
  last = event.target;
  tell();
});

document.addEventListener("change", (event) => {
  if (!event.target.closest("[data-select-all]")) return;
  for (const box of boxes()) box.checked = event.target.checked;
  tell();
});

document.addEventListener("htmx:after:swap", tell);
tell();
