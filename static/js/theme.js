// Sets the theme before the first paint. An account's choice comes with the page; a visitor's,
// where data-theme is empty, is kept by this browser.
(() => {
  const root = document.documentElement;
  root.dataset.script = ""; // shows what only a running script can keep
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const kept = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  };
  const other = () => (root.dataset.bsTheme === "dark" ? "light" : "dark");
  const apply = () => {
    const chosen = root.dataset.theme || kept() || "device";
    root.dataset.bsTheme = chosen === "device" ? (dark.matches ? "dark" : "light") : chosen;
  };
  const label = () => {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.value = other();
      button.setAttribute("aria-label", `Switch to ${other()} theme`);
    }
    for (const choice of document.querySelectorAll("[data-theme-choice]")) {
      choice.checked = choice.value === root.dataset.theme;
    }
  };
  apply();
  dark.addEventListener("change", () => {
    apply();
    label();
  });
  addEventListener("DOMContentLoaded", label);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-toggle]");
    if (!button) return;
    if (button.form) {
      root.dataset.theme = button.value;
    } else {
      try {
        localStorage.setItem("theme", button.value);
      } catch {
        root.dataset.theme = button.value; // a private window; it then lasts for this page
      }
    }
    apply();
    setTimeout(label); // its form sends the value first
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-theme-choice]")) return;
    root.dataset.theme = event.target.value;
    apply();
    label();
  });
})();
