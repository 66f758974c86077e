// Shows the discussion of a post, which giscus has on GitHub. Before the reader comes near it nothing is asked of other hosts.
const ORIGIN = "https://giscus.app";
const NEAR = "600px"; // below the window

const root = document.documentElement;
const box = document.querySelector(".discussion");
const template = box.querySelector("template");
const dark = matchMedia("(prefers-color-scheme: dark)");
let shown; // the theme that giscus has, once it has any
let listening; // the window of giscus, once it has said something

/** The theme of giscus that goes with the colours of the page. */
function wanted() {
  const { theme } = root.dataset;
  return template.dataset[theme === "dark" || (theme !== "light" && dark.matches) ? "dark" : "light"];
}

function load() {
  const script = document.importNode(template.content.querySelector("script"), true);
  script.dataset.theme = wanted();
  box.addEventListener("load", () => (shown = script.dataset.theme), true); // also anew, when the reader signs out
  box.append(script);
}

/** Tell giscus of other colours. Whoever has not said anything yet does not listen yet. */
function tell() {
  const theme = wanted();
  if (!listening || theme === shown) return;
  listening.postMessage({ giscus: { setConfig: { theme } } }, ORIGIN);
  shown = theme;
}

new IntersectionObserver(
  (entries, observer) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    load();
  },
  { rootMargin: NEAR },
).observe(box);
new MutationObserver(tell).observe(root, { attributeFilter: ["data-theme"] });
dark.addEventListener("change", tell);
addEventListener("message", ({ origin, source }) => {
  if (origin !== ORIGIN) return;
  listening = source;
  tell();
});
