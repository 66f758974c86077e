// Lets a display that is a little wider than its place shrink until it fits, as far as it can be read; what is wider still
// keeps its size and scrolls. What scrolls, be it a formula, code or a table, can be reached with the Tab key.
const SMALLEST = 0.7;

const isWide = (box) => box.scrollWidth > box.clientWidth;

/** All are measured before any is changed: the page is laid out once for each of the steps, not for each formula. */
function fit(root) {
  const boxes = [...root.querySelectorAll(".math-display:not(.mathjax) > .scroll")];
  for (const box of boxes) box.style.removeProperty("--fit");
  const wide = boxes.filter(isWide);
  const ratios = wide.map((box) => (box.clientWidth - 1) / box.scrollWidth); // a pixel less, since both are rounded
  wide.forEach((box, index) => ratios[index] >= SMALLEST && box.style.setProperty("--fit", ratios[index]));
  // In vain, where the browser has a least size for letters:
  for (const box of wide.filter(isWide)) box.style.removeProperty("--fit");
  for (const box of root.querySelectorAll(".scroll, pre, table")) {
    if (isWide(box)) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

let width = innerWidth;

fit(document);
document.fonts.addEventListener("loadingdone", () => fit(document));
document.addEventListener("toggle", ({ target }) => fit(target), { capture: true }); // a proof is opened, a preview shown
addEventListener("resize", () => {
  if (width === innerWidth) return; // a phone hides its address bar while one scrolls
  width = innerWidth;
  fit(document);
});
