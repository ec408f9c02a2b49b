// Ratings that the server has not confirmed yet. They live in the browser's own storage, so that
// a lost line, a closed tab or a crash loses none; each carries an id, so that none counts twice.
const Waiting = (() => {
  const learner = document.documentElement.dataset.learner;
  const key = `recto-waiting-${learner}`;
  const listeners = [];
  let sending = null;
  let timer = null;
  let patience = 1000;

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) || [];
    } catch {
      return [];
    }
  };
  const write = (ratings) => {
    if (ratings.length) localStorage.setItem(key, JSON.stringify(ratings));
    else localStorage.removeItem(key);
  };
  const tell = (name, detail) => listeners.forEach((listen) => listen(name, detail));
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value;

  async function post(rating) {
    const body = new URLSearchParams(rating.fields);
    body.set("held", rating.held ? rating.held() : Waiting.held());
    const response = await fetch(rating.url, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": token() },
      redirect: "manual",
      keepalive: true,
    });
    return { response, text: response.type === "opaqueredirect" ? "" : await response.text() };
  }

  async function flush() {
    clearTimeout(timer);
    let rating;
    while ((rating = read()[0])) {
      let answer;
      try {
        answer = await post(rating);
      } catch {
        return later("line");
      }
      const { response, text } = answer;
      if (response.status >= 500 || response.status === 429) return later("server");
      if (response.type === "opaqueredirect" || response.status === 403) {
        tell("signed-out", { count: read().length });
        return false;
      }
      remove(rating.fields.presentation_id);
      patience = 1000;
      tell(response.ok ? "kept" : "refused", { rating, response, text, left: read().length });
    }
    tell("empty", {});
    return true;
  }

  function later(reason) {
    tell("waiting", { count: read().length, reason });
    timer = setTimeout(send, patience);
    patience = Math.min(patience * 2, 10000);
    return false;
  }

  function send() {
    sending ??= flush().finally(() => {
      sending = null;
    });
    return sending;
  }

  function remove(id) {
    write(read().filter((rating) => rating.fields.presentation_id !== id));
  }

  addEventListener("online", () => send());

  return {
    held: () => "",
    count: () => read().length,
    last: () => read().at(-1),
    inFlight: () => Boolean(sending),
    on: (listen) => listeners.push(listen),
    remove,
    send,
    add(url, fields) {
      write([...read(), { url, fields }]);
      return send();
    },
    replace(id, fields) {
      write(read().map((r) => (r.fields.presentation_id === id ? { ...r, fields } : r)));
    },
  };
})();

if (document.documentElement.dataset.learner && !document.querySelector("[data-session]")) {
  addEventListener("DOMContentLoaded", () => Waiting.count() && Waiting.send());
}
