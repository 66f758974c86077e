// The spot that was edited: it is brought into the window if it is not there, and lit up for a moment.

const TEXT = "article.post > .body";
const BLOCKS = "p, li, dt, dd, h1, h2, h3, h4, h5, h6, tr, pre, figure, blockquote, hr, .math-display, .theorem, .admonition";
/** What changes by itself when something before it comes or goes. */
const NUMBERS = ".number, .eqref, .ref, .theorem-head > a, .figure-number, .footnote-ref, .footnote-backref, .ways-back, .citation";
const LIGHT = "light-dark(rgb(250 200 60 / 45%), rgb(250 200 60 / 28%))";
const TIME = 1200; // milliseconds
const ABOVE = 1 / 3; // of the window, above a spot that was brought into it

/** Show the first of the changes in the text, if there is one of more than numbers; `covered` pixels show none of it. */
export function pointOut(changes, covered) {
  const text = document.querySelector(TEXT);
  const spot = text && changes.find((change) => text !== change.node && text.contains(change.node) && isEdit(change))?.node;
  if (!spot) return;
  const block = blockOf(spot, text);
  if (!isInUse()) bringIn(spot, block, innerHeight - covered);
  const light = matchMedia("(prefers-reduced-motion: reduce)").matches
    ? { outline: `3px solid ${LIGHT}`, outlineOffset: "2px", easing: "step-end" }
    : { backgroundColor: LIGHT, boxShadow: `0 0 0 0.3em ${LIGHT}`, easing: "ease-in" };
  block.animate([light, {}], { duration: TIME, id: "mathpress" });
  // The shades of what scrolls would cover the light.
  for (const box of [block, ...block.querySelectorAll(".scroll")]) {
    box.animate({ backgroundImage: ["none", "none"] }, { duration: TIME });
  }
}

function isEdit({ old, now, within }) {
  return !within.closest(NUMBERS) && gist(old) !== gist(now);
}

/** What there is in a node or attribute but numbers and what goes with them. */
function gist(node) {
  if (node?.nodeType === Node.TEXT_NODE) return node.data.replace(/\s+/g, " ").trim();
  if (node?.nodeType === Node.ATTRIBUTE_NODE) return node.name === "id" || node.value.startsWith("#") ? "" : node.value;
  if (node?.nodeType !== Node.ELEMENT_NODE || node.matches(NUMBERS)) return "";
  const copy = node.cloneNode(true);
  for (const number of copy.querySelectorAll(NUMBERS)) number.replaceChildren();
  for (const each of [copy, ...copy.querySelectorAll("[id], [href^='#']")]) {
    each.removeAttribute("id");
    if (each.getAttribute("href")?.startsWith("#")) each.removeAttribute("href");
  }
  return copy.outerHTML;
}

/** What to light up: the block that a node is in, or what it is folded into. */
function blockOf(node, text) {
  let block = (node.closest ? node : node.parentElement).closest(BLOCKS);
  if (!text.contains(block)) block = [...text.children].find((child) => child.contains(node)) ?? text;
  for (let folded = block.closest("details"); folded; folded = folded.parentElement.closest("details")) {
    if (!folded.open) block = folded;
  }
  return block;
}

/** Whether the page is being used for something else than to see what was edited. */
function isInUse() {
  const isTyping = document.activeElement.matches("input, textarea, select, [contenteditable]");
  return document.hasFocus() && (isTyping || getSelection().type === "Range");
}

/** Scroll, if the middle of what was edited is beyond the `height` of the window. */
function bringIn(spot, block, height) {
  const range = document.createRange();
  range.selectNode(spot);
  const box = range.getBoundingClientRect();
  const { top, bottom } = box.height ? box : block.getBoundingClientRect();
  const middle = (top + Math.min(bottom, top + height)) / 2;
  if (middle < 0 || middle > height) scrollBy({ top: top - height * ABOVE, behavior: "instant" });
}
