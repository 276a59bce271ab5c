// Chooses light or dark before the first paint, so that nobody is flashed. A file of its own: the CSP allows no inline script.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem("throughline.theme");
  } catch {
    // Storage can be forbidden; the system's preference is a good answer then.
  }
  var dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
