// A note to read: blanks open by a press, all answers by one; where one was and what one opened
// is kept by this browser, under names that survive an edit of the rest; code can be copied.
const note = document.querySelector("[data-note]");
const status = document.getElementById("status");
const links = [...document.querySelectorAll(".toc a")];
const sections = [...note.querySelectorAll("section")];
const items = [...note.querySelectorAll(".cloze, .reveal")];
const all = note.querySelector("[data-reveal-all]");
const place = `note ${document.documentElement.dataset.learner} ${note.dataset.note}`;
const key = (section) => section.getAttribute("aria-labelledby") ?? "";
const whole = sections.length ? sections : [note];

const isOpen = (item) => (item.matches("details") ? item.open : item.getAttribute("aria-expanded") === "true");

function show(item, open) {
  if (item.matches("details")) {
    item.open = open;
  } else {
    const hint = item.dataset.hint ? `, ${item.dataset.hint}` : "";
    item.setAttribute("aria-expanded", open);
    // a formula does not name its button by itself
    const name = item.querySelector("math") ? item.textContent : "";
    const label = open ? name : `Hidden word${hint}, show it`;
    if (label) item.setAttribute("aria-label", label);
    else item.removeAttribute("aria-label");
  }
}

// an answer is known by its section and its words; the second of the same words by its number
const counts = {};
const names = new Map(items.map((item) => {
  const words = (item.querySelector("summary > span") ?? item).textContent;
  const name = `${key(item.closest("section") ?? note)} ${words}`;
  counts[name] = (counts[name] ?? 0) + 1;
  return [item, counts[name] > 1 ? `${name} ${counts[name]}` : name];
}));
const atFirst = new Map(items.map((item) => [item, isOpen(item)]));

function kept() {
  try {
    return JSON.parse(localStorage.getItem(place)) ?? {};
  } catch {
    return {};
  }
}

// where reading begins, in pixels of the window: below the bar
const line = () => parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;

function position() {
  const section = whole.findLast((each) => each.getBoundingClientRect().top <= line());
  if (!section || scrollY === 0) return null;
  const box = section.getBoundingClientRect();
  return [key(section), (line() - box.top) / box.height];
}

function keep() {
  const opened = items.filter((item) => isOpen(item) !== atFirst.get(item));
  const answers = Object.fromEntries(opened.map((item) => [names.get(item), isOpen(item)]));
  try {
    localStorage.setItem(place, JSON.stringify({ answers, position: position() }));
  } catch {
    // refused, as in some private windows: the page then begins anew each time
  }
}

function tellAll() {
  if (!all) return;
  const open = items.every(isOpen);
  all.setAttribute("aria-pressed", open);
  all.querySelector("span").textContent = open ? "Hide all answers" : "Show all answers";
}

function changed() {
  tellAll();
  keep();
}

note.addEventListener("click", (event) => {
  const cloze = event.target.closest(".cloze");
  if (cloze) show(cloze, !isOpen(cloze));
  if (event.target.closest("[data-reveal-all]")) {
    const open = !items.every(isOpen);
    for (const item of items) show(item, open);
  }
  if (cloze || event.target.closest("[data-reveal-all]")) changed();
});
note.addEventListener("toggle", changed, true);
addEventListener("pagehide", keep);
document.addEventListener("visibilitychange", keep);

// what was open, then where one was; an address with a section is followed, unless it is come
// back to
const before = kept();
for (const item of items) show(item, before.answers?.[names.get(item)] ?? isOpen(item));
tellAll();
const [arrival] = performance.getEntriesByType("navigation");
const linked =
  arrival?.type === "navigate" && sections.find((each) => `#${key(each)}` === location.hash);

function goBack() {
  const [name, part] = before.position ?? [];
  const section = whole.find((each) => key(each) === name);
  if (linked) {
    document.getElementById(key(linked)).scrollIntoView({ behavior: "instant" });
  } else if (section) {
    const box = section.getBoundingClientRect();
    scrollTo({ top: scrollY + box.top + part * box.height - line(), behavior: "instant" });
  }
}
history.scrollRestoration = "manual";
goBack();
// on a refresh the browser follows the address after us, to where one no longer is
if (location.hash && !linked) addEventListener("load", () => requestAnimationFrame(goBack));

// the contents say where one is: the first section in the upper part of the window, and at the
// foot of the page the last one
function mark(section) {
  for (const link of links) {
    if (section && link.hash === `#${key(section)}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}
const inView = new Set();
function watch(targets, rootMargin) {
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) inView.add(target);
      else inView.delete(target);
    }
    const atFoot = scrollY > 0 && inView.has(foot);
    const section = atFoot ? sections.at(-1) : sections.find((each) => inView.has(each));
    if (section) mark(section);
  }, { rootMargin });
  for (const target of targets) observer.observe(target);
}
const foot = document.body.appendChild(document.createElement("div"));
mark(sections[0]);
watch(sections, "-82px 0px -65% 0px");
watch([foot], "0px 0px 2px 0px");

async function copy(code) {
  try {
    await navigator.clipboard.writeText(code.textContent);
  } catch { // an address without https has no clipboard
    getSelection().selectAllChildren(code);
    document.execCommand("copy");
    getSelection().removeAllRanges();
  }
}
for (const block of note.querySelectorAll("pre")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet btn-sm copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await copy(block);
    button.textContent = status.textContent = "Copied";
    setTimeout(() => {
      button.textContent = "Copy";
      status.textContent = "";
    }, 3000);
  });
  block.before(button);
}
