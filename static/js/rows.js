// The rows of a deck's editor. Each saves itself when its author pauses or leaves it; what the
// server has not confirmed lies in the browser's storage and is sent again, after a crash too.
const list = document.querySelector("[data-rows]");
const blank = document.querySelector("[data-blank]");
const shown = document.querySelector("[data-shown]");
const said = document.querySelector("[data-bulk-said]");
const bulk = document.getElementById("bulk");
const PAUSE = 800; // after the last key
const PATIENCE = 15000; // how long one try may take
const LONGEST_WAIT = 30000;

const rowOf = (element) => element.closest("[data-row]");
const rows = () => [...list.querySelectorAll("[data-row]")];
const field = (row, name) => row.querySelector(`form [name=${name}]`);
const text = (row) => ({ front: field(row, "front").value, back: field(row, "back").value });
const stateOf = (row, words) => (row.querySelector("[data-state]").textContent = words);
const token = () => list.querySelector("[name=csrfmiddlewaretoken]")?.value ?? bulk.querySelector("[name=csrfmiddlewaretoken]").value;
const work = new WeakMap(); // of a row: its timer, whether it is being sent, what was confirmed
let writing = null; // the text field used last

// -- what is not confirmed yet

const store = `recto-rows-${document.documentElement.dataset.learner}-${list.dataset.draft}`;
function drafts(change) {
  try {
    const held = JSON.parse(localStorage.getItem(store)) || {};
    if (!change) return held;
    change(held);
    if (Object.keys(held).length) localStorage.setItem(store, JSON.stringify(held));
    else localStorage.removeItem(store);
    return held;
  } catch {
    return {};
  }
}

function of(row) {
  if (!work.has(row)) work.set(row, { timer: 0, sending: false, saved: JSON.stringify(text(row)), wait: 1000 });
  return work.get(row);
}

const isSaved = (row) => of(row).saved === JSON.stringify(text(row));

function changed(row) {
  const version = field(row, "version").value;
  drafts((held) => (held[row.dataset.row] = { ...text(row), version }));
  stateOf(row, "");
  later(row, PAUSE);
}

function later(row, pause) {
  clearTimeout(of(row).timer);
  of(row).timer = setTimeout(() => save(row), pause);
}

// -- saving one row

async function post(url, body) {
  return fetch(url, {
    method: "POST",
    body,
    headers: { "X-CSRFToken": token(), "HX-Request": "true" },
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  });
}

const isBlank = (row) => !text(row).front.trim() && !text(row).back.trim();
const isHalf = (row) => !text(row).front.trim() || !(text(row).back.trim() || text(row).front.includes("{{c"));

// one after the other: new rows stand in the deck in the order of their saving
let last = Promise.resolve();
const save = (row) => (last = last.then(() => saveNow(row)));

async function saveNow(row) {
  const held = of(row);
  clearTimeout(held.timer);
  if (held.sending || isSaved(row) || !row.isConnected) return;
  const here = row.contains(document.activeElement);
  if (isHalf(row) && (here || isBlank(row))) return;
  held.sending = true;
  const sent = JSON.stringify(text(row));
  stateOf(row, "Saving…");
  try {
    const response = await post(row.querySelector("form").getAttribute("action"), new FormData(row.querySelector("form")));
    if (response.type === "opaqueredirect" || response.status === 403) {
      stateOf(row, "Not saved. Sign in again in another tab; your text is kept.");
      held.wait = LONGEST_WAIT;
      throw new Error("signed out");
    }
    if (response.status >= 500 || response.status === 429) throw new Error("busy");
    answer(row, response.status, await response.text(), sent);
    held.wait = 1000;
  } catch {
    if (held.wait < LONGEST_WAIT) stateOf(row, "Not saved, trying again");
    later(row, held.wait);
    held.wait = Math.min(LONGEST_WAIT, held.wait * 2);
  }
  held.sending = false;
  if (held.saved === sent && !isSaved(row)) later(row, PAUSE);
}

function answer(row, status, html, sent) {
  const place = row.querySelector("[data-answer]");
  place.innerHTML = html;
  const confirmed = place.querySelector("[data-saved]");
  if (!confirmed) {
    stateOf(row, status === 404 ? "Not saved: this deck is not yours to change any more." : "Not saved");
    if (status === 404) place.replaceChildren();
    return;
  }
  of(row).saved = sent;
  field(row, "version").value = confirmed.dataset.version;
  const more = row.querySelector("[data-more]");
  more.href = `${confirmed.dataset.edit}?next=${encodeURIComponent(`${location.pathname}#row-${row.dataset.row}`)}`;
  more.hidden = false;
  stateOf(row, `Saved ${confirmed.dataset.saved}`);
  if (isSaved(row)) drafts((all) => delete all[row.dataset.row]);
  const preview = confirmed.querySelector("[data-preview]");
  if (!writing || rowOf(writing) === row) shown.replaceChildren(preview.content.cloneNode(true));
}

function settle(button) {
  const row = rowOf(button);
  const clash = button.closest("[data-clash]");
  field(row, "version").value = clash.dataset.clash;
  if (button.dataset.keep === "theirs") {
    for (const theirs of clash.querySelectorAll("[data-theirs]"))
      field(row, theirs.dataset.theirs).value = theirs.textContent;
    of(row).saved = JSON.stringify(text(row));
    drafts((all) => delete all[row.dataset.row]);
    stateOf(row, "");
  }
  row.querySelector("[data-answer]").replaceChildren();
  field(row, "front").focus();
  later(row, 0);
}

// -- rows that come, go and move

const name = () => "card-" + Array.from(crypto.getRandomValues(new Uint8Array(10)), (b) => (b % 36).toString(36)).join("");

function add(key = name()) {
  const row = blank.content.firstElementChild.cloneNode(true);
  row.dataset.row = key;
  row.id = `row-${key}`;
  for (const input of row.querySelectorAll("[name=key],[name=row]")) input.value = key;
  list.append(row);
  of(row);
  count();
  return row;
}

function count() {
  const all = rows();
  const first = Number(list.dataset.first || 0);
  all.forEach((row, place) => (row.querySelector("[data-number]").textContent = first + place + 1));
  document.querySelector("[data-empty]").hidden = all.length > 0;
  const chosen = list.querySelectorAll("[name=row]:checked").length;
  document.querySelector("[data-chosen]").textContent = chosen || "";
  document.querySelector("[data-bulk]").hidden = !chosen;
}

async function move(row, step) {
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other?.matches("[data-row]")) return;
  const focus = document.activeElement;
  other[step < 0 ? "before" : "after"](row);
  focus?.focus();
  count();
  await save(row);
  const form = new FormData(row.querySelector("form"));
  form.set("down", step < 0 ? "0" : "1");
  const button = row.querySelector("[data-move]");
  try {
    const response = await post(button.formAction, form);
    if (!response.ok) throw new Error("refused");
    say(`Card ${row.querySelector("[data-number]").textContent}`);
  } catch {
    other[step < 0 ? "after" : "before"](row);
    count();
    tell("Not moved. Check the connection and try again.");
  }
}

const say = (words) => (document.getElementById("status").textContent = words);
function tell(words) {
  said.innerHTML = '<p class="tag m-0"></p>';
  said.firstElementChild.textContent = words;
}

async function all(action, keys) {
  const form = new FormData(bulk);
  form.set("action", action);
  form.delete("row");
  for (const key of keys) form.append("row", key);
  try {
    const response = await post(list.dataset.rows, form);
    if (response.status !== 200 && response.status !== 422) throw new Error("refused");
    said.innerHTML = await response.text();
    return response.ok;
  } catch {
    tell("Not done. Check the connection and try again.");
    return false;
  }
}

let gone = []; // rows deleted last, each with the row after it
async function remove(going) {
  const fresh = going.filter((row) => field(row, "version").value === "0");
  const stored = going.filter((row) => !fresh.includes(row));
  if (stored.length && !(await all("delete", stored.map((row) => row.dataset.row)))) return;
  drafts((held) => going.forEach((row) => delete held[row.dataset.row]));
  gone = stored.map((row) => [row, row.nextElementSibling]).reverse();
  const next = going.at(-1).nextElementSibling ?? going[0].previousElementSibling;
  going.forEach((row) => row.remove());
  count();
  (next && !going.includes(next) ? field(next, "front") : document.querySelector("[data-add]")).focus();
}

async function undo(keys) {
  if (!(await all("restore", keys))) return;
  for (const [row, after] of gone) after?.isConnected ? after.before(row) : list.append(row);
  count();
  if (gone.length) field(gone.at(-1)[0], "front").focus();
  gone = [];
}

// -- what people do

list.addEventListener("input", (event) => {
  if (!event.target.matches("[data-text]")) return count();
  writing = event.target;
  changed(rowOf(writing));
});
list.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-text]") && event.target.value) writing = event.target;
});
list.addEventListener("focusout", (event) => {
  const row = rowOf(event.target);
  if (row && !row.contains(event.relatedTarget) && !isSaved(row)) setTimeout(() => save(row));
});
list.addEventListener("submit", (event) => {
  event.preventDefault();
  save(rowOf(event.target));
});
list.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const row = rowOf(button);
  if (button.dataset.keep) settle(button);
  else if (button.dataset.move) move(row, Number(button.dataset.move));
  else if ("delete" in button.dataset) remove([row]);
  else return;
  event.preventDefault();
});
list.addEventListener("keydown", (event) => {
  const row = rowOf(event.target);
  const up = event.key === "ArrowUp";
  if (event.altKey && (up || event.key === "ArrowDown")) move(row, up ? -1 : 1);
  else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    save(row);
    field(add(), "front").focus();
  } else if (event.target.name === "front" && event.key === "Enter" && !event.shiftKey) field(row, "back").focus();
  else if (event.target.name === "back" && event.key === "Tab" && !event.shiftKey && (row.nextElementSibling || !isBlank(row)))
    field(row.nextElementSibling?.matches("[data-row]") ? row.nextElementSibling : add(), "front").focus();
  else return;
  event.preventDefault();
});
document.querySelector("[data-add]").addEventListener("click", () => field(add(), "front").focus());
said.addEventListener("click", (event) => {
  if (event.target.dataset.undo) undo(event.target.dataset.undo.split(" "));
});
bulk.addEventListener("submit", (event) => {
  event.preventDefault();
  const chosen = [...list.querySelectorAll("[name=row]:checked")].map(rowOf);
  const action = event.submitter.value;
  if (action === "delete" && chosen.length) remove(chosen);
  else all(action, chosen.map((row) => row.dataset.row));
});

rows().forEach(of);
for (const [key, draft] of Object.entries(drafts())) {
  const row = rows().find((each) => each.dataset.row === key) ?? (draft.version === "0" ? add(key) : null);
  if (!row) continue;
  if (field(row, "version").value !== "0") field(row, "version").value = draft.version;
  field(row, "front").value = draft.front;
  field(row, "back").value = draft.back;
  stateOf(row, "Not saved yet");
  later(row, PAUSE);
}
count();
addEventListener("online", () => rows().filter((row) => !isSaved(row)).forEach((row) => later(row, 0)));
