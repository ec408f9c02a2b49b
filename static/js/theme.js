// Sets the theme before the first paint; an account's own choice comes with the page.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    if (root.dataset.theme !== "device") return root.dataset.theme;
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  };
  const apply = () => {
    root.dataset.bsTheme = chosen() || (dark.matches ? "dark" : "light");
  };
  apply();
  dark.addEventListener("change", apply);

  addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.hidden = false;
      const say = () =>
        button.setAttribute(
          "aria-label",
          `Switch to ${root.dataset.bsTheme === "dark" ? "light" : "dark"} theme`,
        );
      say();
      button.addEventListener("click", () => {
        const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
        root.dataset.theme = "device";
        try {
          localStorage.setItem("theme", next);
        } catch {
          // private windows may refuse storage; the theme then lasts for this page
        }
        root.dataset.bsTheme = next;
        say();
      });
    }
  });
})();
