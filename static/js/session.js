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
let leaving = false;
const past = []; // the ratings given on this page, each with its turn
const couldUndo = !root.querySelector("[data-undo] button").hidden;

const turn = () => root.querySelector("[data-turn]");
const part = (name) => turn().querySelector(`[data-${name}]`);
const templates = () => [...ahead.querySelectorAll("template")];
const say = (text) => {
  status.textContent = text;
};
const counted = () => root.querySelector("[data-count]").textContent;
const address = () => root.querySelector("[data-rate]").action;
const showUndo = () => {
  root.querySelector("[data-undo] button").hidden = !past.length && !couldUndo;
};
const newId = () => // randomUUID wants https or this machine
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
  );

function goTo(url) {
  leaving = true;
  location.replace(url);
}

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
  const meanings = old.querySelectorAll(".rate-btn"); // the same for every card, so sent once
  next.querySelectorAll(".rate-btn").forEach((button, place) => {
    button.title ||= meanings[place].title;
  });
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
    presentation_id: newId(),
    at: new Date().toISOString(),
    ms: String(Date.now() - shownAt),
  };
  delete fields.csrfmiddlewaretoken;
  const before = root.querySelector("[data-progress]").value;
  last = { turn: turn(), fields, at: Date.now(), before, review: null, wanted: 0 };
  past.push(last);
  showUndo();
  notice.textContent = "";
  if (rating >= 3) count(before + 1);
  paintNext();
  say(`Rated ${rating}, ${labels[rating]}. ${counted()} done.`);
  Waiting.add(form.action, fields);
}

const isWaiting = (rating) =>
  Waiting.last()?.fields.presentation_id === rating?.fields.presentation_id;

function correct(rating) {
  if (!last || Date.now() - last.at > CORRECTION) return;
  if (rating === (last.wanted || Number(last.fields.rating))) return;
  last.wanted = rating;
  count(last.before + (rating >= 3 ? 1 : 0));
  notice.textContent = `Changed to ${rating}, ${labels[rating]}.`;
  sendCorrection();
}

// A rating that was never sent is changed in its place; one that the server has, by a second
// message; one on its way waits until the server has it.
function sendCorrection() {
  const fields = { ...last.fields, rating: String(last.wanted) };
  if (isWaiting(last) && !Waiting.last().tried) {
    Waiting.replace(fields.presentation_id, fields);
  } else if (last.review) {
    Object.assign(fields, { presentation_id: newId(), change: last.review });
    last.review = null;
    Waiting.add(address(), fields);
  } else return;
  Object.assign(last, { fields, wanted: 0 });
}

// The server takes back what it has; what waits is taken out of the line.
function undo(event) {
  const mine = past.at(-1);
  if (!mine || !isWaiting(mine) || mine.fields.change) return;
  event.preventDefault();
  if (Waiting.inFlight() && Waiting.last().tried) {
    Waiting.send().then(() => event.target.requestSubmit());
    return;
  }
  Waiting.remove(mine.fields.presentation_id);
  past.pop();
  last = null;
  putBack();
  paint(mine.turn);
  close(mine.turn);
  count(mine.before);
  showUndo();
  tellWaiting();
  say(`Undone. ${counted()} done.`);
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

function tellWaiting() {
  const more = stuck ? ". The next card comes when the connection is back." : "";
  notice.textContent = Waiting.count() ? Waiting.words() + more : "";
}

function topUp(text) {
  const box = new DOMParser().parseFromString(text, "text/html").querySelector("[data-top-up]");
  if (!box) return;
  if (last) last.review = box.dataset.review;
  if (last?.wanted) sendCorrection();
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
  else goTo(root.dataset.summary);
}

// The server would not store it: its sentence, or its page with a choice to make.
function refuse(text) {
  say(""); // it said "Rated"
  const page = new DOMParser().parseFromString(text, "text/html");
  const sentence = page.querySelector("[data-sentence]");
  if (sentence) {
    notice.textContent = sentence.textContent;
    return;
  }
  leaving = true;
  const main = document.adoptNode(page.querySelector("main"));
  root.replaceWith(main);
  document.title = page.title;
  main.focus();
}

function askToSignIn() {
  const link = document.createElement("a");
  link.href = root.dataset.signIn;
  link.textContent = "Sign in again to keep them";
  notice.replaceChildren(`${Waiting.words()}. `, link);
}

Waiting.held = () =>
  [...(stuck ? [] : [turn()]), ...templates()].map((node) => node.dataset.card).join(",");

Waiting.on((name, detail) => {
  if (leaving) return;
  if (name === "waiting") tellWaiting();
  else if (name === "signed-out") askToSignIn();
  else if (name === "refused") refuse(detail.text);
  else if (name === "kept" && detail.left === 0 && detail.rating.url === address()) {
    if (!notice.textContent.startsWith("Changed")) notice.textContent = "";
    topUp(detail.text);
  } else if (name === "empty" && (stuck || turn().inert)) goTo(root.dataset.session);
});

// Without a line there is no other page to go to.
function stay(event) {
  if (navigator.onLine || event.defaultPrevented) return;
  event.preventDefault();
  notice.textContent = `No connection. ${Waiting.count() ? Waiting.words() : ""}`;
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-rate]")) {
    event.preventDefault();
    rate(Number(event.submitter.value));
  } else if (event.target.matches("[data-undo]")) undo(event);
  if (event.target.method === "post") stay(event);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (link?.matches("[data-reveal]")) {
    event.preventDefault();
    reveal();
  } else if (link && root.contains(link)) {
    stay(event);
    if (!Waiting.inFlight() || event.defaultPrevented) return;
    event.preventDefault();
    Waiting.send().then(() => location.assign(link.href));
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

document.addEventListener("shortcut", (event) => {
  if (!stuck && /^[1-5]$/.test(event.detail) && part("answer").hidden) correct(Number(event.detail));
});

// A page that comes with ratings still waiting is older than they are.
if (Waiting.count()) {
  turn().inert = true;
  tellWaiting();
  Waiting.send();
}
if (root.hasAttribute("data-undone")) {
  setTimeout(() => say(`Undone. ${counted()} done.`), 100);
  history.replaceState(null, "", root.dataset.session);
}
