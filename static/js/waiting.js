// Ratings that the server has not confirmed yet. They live in the browser's own storage, so that
// a lost line, a closed tab or a crash loses none; each carries an id, so that none counts twice.
const Waiting = (() => {
  const learner = document.documentElement.dataset.learner;
  const key = `recto-waiting-${learner}`;
  const PATIENCE = 15000; // how long one try may take
  const listeners = [];
  let unstored = null; // where the browser has no storage, they last as long as the page
  let sending = null;
  let timer = null;
  let pause = 1000;

  const read = () => {
    if (unstored) return unstored;
    try {
      return JSON.parse(localStorage.getItem(key)) || [];
    } catch {
      return [];
    }
  };
  const write = (ratings) => {
    try {
      if (ratings.length) localStorage.setItem(key, JSON.stringify(ratings));
      else localStorage.removeItem(key);
      unstored = null;
    } catch {
      unstored = ratings;
    }
  };
  const edit = (id, change) =>
    write(read().map((rating) => (rating.fields.presentation_id === id ? change(rating) : rating)));
  const tell = (name, detail) => listeners.forEach((listen) => listen(name, detail));
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value;

  async function post(rating) {
    const body = new URLSearchParams(rating.fields);
    body.set("held", api.held());
    const response = await fetch(rating.url, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": token() },
      redirect: "manual",
      keepalive: true,
      signal: AbortSignal.timeout(PATIENCE),
    });
    return { response, text: response.type === "opaqueredirect" ? "" : await response.text() };
  }

  async function flush() {
    clearTimeout(timer);
    let rating;
    while ((rating = read()[0])) {
      if (!navigator.onLine) return later();
      edit(rating.fields.presentation_id, (same) => ({ ...same, tried: true }));
      let answer;
      try {
        answer = await post(rating);
      } catch {
        return later();
      }
      const { response, text } = answer;
      if (response.status >= 500 || response.status === 429) return later();
      if (response.type === "opaqueredirect" || response.status === 403) {
        tell("signed-out");
        return false;
      }
      api.remove(rating.fields.presentation_id);
      pause = 1000;
      const left = read().filter((other) => other.url === rating.url).length;
      tell(response.ok ? "kept" : "refused", { rating, text, left });
    }
    tell("empty");
    return true;
  }

  function later() {
    tell("waiting");
    timer = setTimeout(api.send, pause);
    pause = Math.min(pause * 2, 10000);
    return false;
  }

  addEventListener("online", () => api.send());

  const api = {
    held: () => "", // the cards whose turns the page has; a session says so
    count: () => read().length,
    words: () => `${read().length} rating${read().length === 1 ? "" : "s"} waiting`,
    last: () => read().at(-1),
    inFlight: () => Boolean(sending),
    on: (listen) => listeners.push(listen),
    // Sends what waits, in order; true once nothing is left.
    send() {
      sending ??= flush().finally(() => {
        sending = null;
      });
      return sending;
    },
    add(url, fields) {
      write([...read(), { url, fields }]);
      return api.send();
    },
    replace(id, fields) {
      edit(id, (rating) => ({ ...rating, fields }));
    },
    remove(id) {
      write(read().filter((rating) => rating.fields.presentation_id !== id));
    },
  };
  return api;
})();

// A page that the browser kept for Back would show an old state.
addEventListener("pageshow", (event) => event.persisted && location.reload());

// What a closed tab left behind is sent by whichever page comes next, which then shows it.
addEventListener("DOMContentLoaded", async () => {
  if (document.querySelector("[data-session]") || !Waiting.count()) return;
  let refused = false;
  Waiting.on((name, detail) => {
    if (name !== "refused") return;
    refused = true;
    const page = new DOMParser().parseFromString(detail.text, "text/html");
    const line = Object.assign(document.createElement("p"), { className: "feedback", role: "status" });
    line.textContent = `${page.querySelector("h1")?.textContent}. A rating of ${detail.rating.fields.rating} was not stored.`;
    document.querySelector("main").prepend(line);
  });
  if ((await Waiting.send()) && !refused && !document.activeElement.closest("input, textarea, select")) {
    location.reload();
  }
});
