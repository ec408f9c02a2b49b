// A study session in the browser: turns the card, paints the next one at once, sends the rating
// after it. The same page works without this file, one request a step.
const root = document.querySelector("[data-session]");
const ahead = document.getElementById("ahead");
const notice = document.getElementById("notice");
const status = document.getElementById("status");
const labels = ["", "not at all", "barely", "with effort", "well", "perfectly"];
const CORRECTION = 4000; // how long after a rating another number corrects it

let shownAt = Date.now();
let last = null; // the newest rating: its turn, fields, and the review it became
let stuck = false; // nothing in hand: the next card comes with the next answer
let pastTurns = [];

const turn = () => root.querySelector("[data-turn]");
const part = (name) => turn().querySelector(`[data-${name}]`);
const templates = () => [...ahead.querySelectorAll("template")];
const say = (text) => {
  status.textContent = text;
};
const counted = () => root.querySelector("[data-count]").textContent;

function reveal() {
  if (stuck || !part("answer").hidden) return;
  part("answer").hidden = false;
  part("rate").hidden = false;
  part("ask").hidden = true;
  for (const name of ["hint", "new"]) if (part(name)) part(name).hidden = true;
  turn().querySelector("#q").classList.add("is-small");
  turn().querySelector("#answer").focus({ preventScroll: true });
  history.replaceState(null, "", turn().dataset.answerUrl);
  document.title = "Answer · Recto";
}

function paint(next) {
  const old = turn();
  old.replaceWith(next);
  htmx.process(next);
  shownAt = Date.now();
  stuck = false;
  next.querySelector("#q").focus({ preventScroll: true });
  scrollTo(0, 0);
  history.replaceState(null, "", root.dataset.session);
  document.title = "Question · Recto";
}

function paintNext() {
  const template = templates()[0];
  if (!template) {
    stuck = true;
    part("rate").hidden = true;
    part("ask").hidden = true;
    notice.textContent = "Fetching the next card…";
    return;
  }
  template.remove();
  paint(template.content.firstElementChild);
}

function count(finished, total) {
  const bar = root.querySelector("[data-progress]");
  bar.max = total ?? bar.max;
  bar.value = finished;
  root.querySelector("[data-count]").textContent = `${finished} of ${bar.max}`;
}

function rate(rating) {
  const form = part("rate");
  const fields = {
    ...Object.fromEntries(new FormData(form)),
    rating: String(rating),
    presentation_id: crypto.randomUUID(),
    at: new Date().toISOString(),
    ms: String(Date.now() - shownAt),
  };
  delete fields.csrfmiddlewaretoken;
  const before = root.querySelector("[data-progress]").value;
  last = { turn: turn(), fields, at: Date.now(), before, review: null };
  pastTurns.push(last);
  notice.textContent = "";
  root.querySelector("[data-undo] button").hidden = false;
  if (rating >= 3) count(before + 1);
  paintNext();
  say(`Rated ${rating}, ${labels[rating]}. ${counted()} done.`);
  Waiting.add(form.action, fields);
}

function correct(rating) {
  if (!last || Date.now() - last.at > CORRECTION || last.fields.rating === String(rating)) return;
  const waiting = Waiting.last()?.fields.presentation_id === last.fields.presentation_id;
  if (waiting && !Waiting.inFlight()) {
    last.fields = { ...last.fields, rating: String(rating) };
    Waiting.replace(last.fields.presentation_id, last.fields);
  } else if (last.review) {
    last.fields = {
      ...last.fields,
      rating: String(rating),
      presentation_id: crypto.randomUUID(),
      change: last.review,
    };
    last.review = null;
    Waiting.add(root.querySelector("[data-rate]").action, last.fields);
  } else return;
  count(last.before + (rating >= 3 ? 1 : 0));
  notice.textContent = `Changed to ${rating}, ${labels[rating]}.`;
}

function undo(event) {
  const unsent = Waiting.last();
  const mine = pastTurns.at(-1);
  if (unsent && mine?.fields.presentation_id === unsent.fields.presentation_id) {
    if (Waiting.inFlight() && navigator.onLine) {
      event.preventDefault();
      return Waiting.send().then(() => event.target.submit());
    }
    event.preventDefault();
    Waiting.remove(unsent.fields.presentation_id);
    pastTurns.pop();
    last = null;
    putBack();
    paint(mine.turn);
    close(mine.turn);
    count(mine.before);
    said();
    say(`Undone. ${counted()} done.`);
  }
}

function putBack() {
  if (stuck) return;
  const template = document.createElement("template");
  template.dataset.card = turn().dataset.card;
  close(turn());
  template.content.append(turn().cloneNode(true));
  ahead.prepend(template);
}

function close(node) {
  node.querySelector("[data-answer]").hidden = true;
  node.querySelector("[data-rate]").hidden = true;
  node.querySelector("[data-ask]").hidden = false;
  for (const name of ["hint", "new"]) {
    const found = node.querySelector(`[data-${name}]`);
    if (found) found.hidden = false;
  }
  node.querySelector("#q").classList.remove("is-small");
}

function said() {
  const waiting = Waiting.count();
  notice.textContent = waiting ? `${waiting} rating${waiting === 1 ? "" : "s"} waiting` : "";
}

function topUp(text) {
  const box = new DOMParser().parseFromString(text, "text/html").querySelector("[data-top-up]");
  if (!box) return;
  if (last && box.dataset.review) last.review = box.dataset.review;
  const current = stuck ? null : turn().dataset.card;
  for (const template of box.querySelectorAll("template")) {
    if (template.dataset.card === current) continue;
    ahead.querySelector(`template[data-card="${template.dataset.card}"]`)?.remove();
    ahead.append(document.adoptNode(template));
  }
  const order = box.dataset.order.split(",").filter((card) => card && card !== current);
  const held = new Map(templates().map((template) => [template.dataset.card, template]));
  ahead.replaceChildren(...order.map((card) => held.get(card)).filter(Boolean));
  count(Number(box.dataset.finished), Number(box.dataset.total));
  if (box.hasAttribute("data-resting")) {
    notice.textContent = "Take a break from this one. It comes back tomorrow.";
  }
  if (!stuck) return;
  notice.textContent = "";
  if (templates().length) paintNext();
  else location.replace(root.dataset.summary);
}

Waiting.held = () =>
  [...(stuck ? [] : [turn()]), ...templates()].map((node) => node.dataset.card).join(",");

Waiting.on((name, detail) => {
  if (name === "waiting") said();
  else if (name === "signed-out") {
    notice.innerHTML = "";
    notice.append(
      `${detail.count} rating${detail.count === 1 ? "" : "s"} waiting. `,
      Object.assign(document.createElement("a"), {
        href: `/accounts/login/?next=${encodeURIComponent(root.dataset.session)}`,
        textContent: "Sign in again to keep them",
      }),
    );
  } else if (name === "refused") {
    const page = new DOMParser().parseFromString(detail.text, "text/html");
    const sentence = page.querySelector("[data-sentence]");
    if (sentence) {
      notice.textContent = sentence.textContent;
      if (stuck) location.replace(root.dataset.session);
    } else if (page.querySelector("main")) {
      root.replaceWith(document.adoptNode(page.querySelector("main")));
    }
  } else if (name === "kept") {
    if (detail.left === 0) {
      if (!notice.textContent.startsWith("Changed")) notice.textContent = "";
      topUp(detail.text);
    }
  }
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-rate]")) {
    event.preventDefault();
    rate(Number(event.submitter.value));
  } else if (event.target.matches("[data-undo]")) undo(event);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-reveal]");
  if (link) {
    event.preventDefault();
    reveal();
  } else if (
    event.target.closest("[data-flash]") &&
    !event.target.closest("a, button, summary, details, input") &&
    !getSelection().toString()
  ) {
    reveal();
  }
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens).showModal();
});

document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("[data-hint]") && event.target.open) {
    part("rate").elements.hint.value = "on";
  }
}, true);

document.addEventListener("keydown", (event) => {
  if (document.body.hasAttribute("data-no-shortcuts") || event.defaultPrevented) return;
  if (event.ctrlKey || event.altKey || event.metaKey || !/^[1-5]$/.test(event.key) || !turn() || stuck) return;
  if (part("answer").hidden) correct(Number(event.key));
});

for (const opener of document.querySelectorAll("[data-opens]")) opener.hidden = false;

if (Waiting.count()) {
  turn().inert = true;
  said();
  Waiting.send().then((empty) => {
    if (empty) location.replace(root.dataset.session);
    else turn().inert = false;
  });
}
if (root.hasAttribute("data-undone")) {
  setTimeout(() => say(`Undone. ${counted()} done.`), 100);
  history.replaceState(null, "", root.dataset.session);
}
