// Lets a display that is a little wider than its place shrink until it fits; what is wider still keeps its size, and
// scrolls. What scrolls, be it a formula, code or a table, can be reached with the Tab key. A box is looked at when it
// comes near the window: to lay out all formulas of a long post takes seconds.
const BOXES = ".scroll, pre, table";
const SHRINKING = ".math-display:not(.mathjax) > .scroll";
const SMALLEST = 0.7;

const isWide = (box) => box.scrollWidth > box.clientWidth;

/** All are measured before any is changed, so the page is laid out once for each step, not for each box. */
function fit(boxes) {
  const displays = boxes.filter((box) => box.matches(SHRINKING));
  for (const box of displays) box.style.removeProperty("--fit");
  const wide = displays.filter(isWide);
  const ratios = wide.map((box) => (box.clientWidth - 1) / box.scrollWidth); // a pixel less, since both are rounded
  const ems = wide.map((box) => box.scrollWidth / parseFloat(getComputedStyle(box).fontSize));
  wide.forEach((box, index) => box.style.setProperty("--ems", ems[index])); // css/print.css
  wide.forEach((box, index) => ratios[index] >= SMALLEST && box.style.setProperty("--fit", ratios[index]));
  // In vain, where the browser has a least size for letters:
  for (const box of wide.filter(isWide)) box.style.removeProperty("--fit");
  for (const box of boxes) {
    if (isWide(box) && !box.closest(".preview")) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

const near = new IntersectionObserver(
  (entries) => fit(entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target)),
  { rootMargin: "100%" },
);

function watch() {
  for (const box of document.querySelectorAll(BOXES)) {
    near.unobserve(box); // so that it is looked at anew
    near.observe(box);
  }
}

let width = innerWidth;

watch();
document.fonts.addEventListener("loadingdone", watch);
document.addEventListener("toggle", watch, true); // a preview is shown
document.addEventListener("mathpress:update", watch);
addEventListener("resize", () => {
  if (width === innerWidth) return; // a phone hides its address bar while one scrolls
  width = innerWidth;
  watch();
});
addEventListener("beforeprint", () => fit([...document.querySelectorAll(BOXES)]));
