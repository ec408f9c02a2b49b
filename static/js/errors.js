// What a request could not do is said in the frame; the page and what was typed stay.
const failure = document.getElementById("failure");
document.addEventListener("htmx:before:request", () => failure.replaceChildren());
document.addEventListener("htmx:error", () => {
  const sentence = document.createElement("p");
  sentence.className = "feedback is-wrong";
  sentence.textContent = "Not sent. Check the connection and try again.";
  failure.replaceChildren(sentence);
});
