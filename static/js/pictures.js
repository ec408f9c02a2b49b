// A picture is uploaded and its address written into the text field used last, with what it shows.
const upload = document.querySelector("[data-picture]");
let used = null;

document.addEventListener("focusin", (event) => {
  if (event.target.matches("textarea")) used = event.target;
});

upload.addEventListener("submit", async (event) => {
  event.preventDefault();
  const line = upload.querySelector("[data-said]");
  const alt = upload.querySelector("#alt").value.replace(/[[\]\\\n]/g, " ").trim();
  const body = new FormData();
  body.append("picture", upload.querySelector("#picture").files[0]);
  line.textContent = "Sending…";
  try {
    const response = await fetch(upload.dataset.picture, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value, "HX-Request": "true" },
      redirect: "manual",
      signal: AbortSignal.timeout(15000),
    });
    const reply = response.status === 413 ? { error: "This picture is too large." } : await response.json();
    if (reply.address) put(`![${alt}](${reply.address})`);
    line.textContent = reply.error ?? "The picture stands in the text.";
    if (reply.address) upload.reset();
  } catch {
    line.textContent = "Not sent. Check the connection and try again.";
  }
});

function target() {
  if (used?.isConnected) return used;
  const last = [...document.querySelectorAll("textarea[name=back]")].at(-1) ?? document.querySelector("textarea");
  if (last) return last;
  document.querySelector("[data-add]").click(); // the first row of an empty deck
  return document.activeElement;
}

function put(words) {
  const text = target();
  const [start, end] = [text.selectionStart, text.selectionEnd];
  const before = text.value.slice(0, start);
  text.setRangeText(`${before && !before.endsWith("\n") ? "\n\n" : ""}${words}`, start, end, "end");
  text.focus();
  text.dispatchEvent(new Event("input", { bubbles: true }));
}
