// Shows what a link in a text leads to, while the pointer rests on it or it has the focus: an equation, a theorem, a
// figure, a note, a work cited, the beginning of a section or of another post. One can point at the card itself, and
// Escape closes it (WCAG 2.2, 1.4.13).
const LINKS = ":is(.body, .excerpt) a[href]:not(.footnote-backref, .number a)";
const THINGS = ".math-display, figure, .theorem, .proof, .admonition, li, dt, dd, p, pre, table, blockquote";
const HEADINGS = "h1, h2, h3, h4, h5, h6";
const BLOCKS = 2; // shown of a section or post, below its heading
const BEFORE = 200; // milliseconds until it opens,
const AFTER = 300; // and until it closes
const GAP = 6; // pixels
const ROOT = new URL("..", import.meta.url).href;

const card = document.createElement("div");
card.className = "preview";
card.id = "mp-preview";
card.popover = "manual"; // above all else
card.tabIndex = -1;
card.role = "note"; // not a tooltip, which may hold no links
const pages = new Map([[location.pathname + location.search, document]]);
let link; // that the card is to be about
let timer;

/** The document at an address, which is fetched once; nothing if it is no page. */
function load(url) {
  const path = url.pathname + url.search;
  if (!pages.has(path)) pages.set(path, fetchPage(path).catch(() => void pages.delete(path))); // to be tried again
  return pages.get(path);
}

async function fetchPage(path) {
  const response = await fetch(path);
  if (response.ok && response.headers.get("content-type")?.startsWith("text/html")) {
    return new DOMParser().parseFromString(await response.text(), "text/html"); // whose scripts never run
  }
  await response.body?.cancel();
}

/** What an address names in its document. */
function targetOf(page, { hash }) {
  try {
    return page.getElementById(decodeURIComponent(hash.slice(1)));
  } catch {
    return null; // no hash of a URL
  }
}

/** The elements that show what an address leads to. */
function find(page, url) {
  if (!url.hash) return [...page.querySelectorAll(".post > h1, .post > .body > *")].slice(0, 1 + BLOCKS);
  const target = targetOf(page, url);
  if (!target?.matches(HEADINGS)) return [target?.closest(THINGS)].filter(Boolean);
  const found = [target];
  for (let next = target.nextElementSibling; next && found.length <= BLOCKS; next = next.nextElementSibling) {
    if (next.matches(HEADINGS)) break;
    found.push(next);
  }
  return found;
}

/** A copy for the card, without ids and controls, and out of the way of the Tab key. */
function copy(element, url) {
  const made = document.importNode(element, true);
  for (const each of made.querySelectorAll("script, button, .footnote-backref, .ways-back")) each.remove();
  for (const each of [made, ...made.querySelectorAll("[id]")]) each.removeAttribute("id");
  for (const each of made.querySelectorAll("a[href]")) {
    const href = each.getAttribute("href");
    if (href.startsWith("#")) each.setAttribute("href", url.pathname + url.search + href); // of the page it comes from
  }
  for (const each of made.querySelectorAll("a, summary, input, [tabindex]")) each.tabIndex = -1;
  return made.localName === "li" ? [...made.childNodes] : [made];
}

async function open(wanted) {
  link = wanted;
  const url = new URL(link.href);
  const page = await load(url);
  const elements = page ? find(page, url) : [];
  if (link !== wanted) return; // it was left in the meantime
  if (!elements.length || elements.some((element) => element.contains(link))) return close();
  card.replaceChildren(...elements.flatMap((element) => copy(element, url)));
  card.lang = elements[0].closest("[lang]")?.lang ?? "";
  link.closest("main, body").append(card);
  card.showPopover();
  card.scrollTop = 0;
  link.setAttribute("aria-describedby", card.id);
  place();
}

function close() {
  clearTimeout(timer);
  link?.removeAttribute("aria-describedby");
  link = undefined;
  card.remove();
}

/** Below the link, or above where there is more room; never beyond the window. */
function place() {
  if (!link) return;
  const { left, top, bottom } = link.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  if (bottom < 0 || top > clientHeight) return close();
  const below = clientHeight - bottom - GAP;
  const y = card.offsetHeight < below || below > top ? bottom + GAP : top - GAP - card.offsetHeight;
  card.style.left = `${Math.max(GAP, Math.min(left, clientWidth - card.offsetWidth - GAP))}px`;
  card.style.top = `${y}px`;
}

/** The link that an event is about, if it leads to something of this site. */
function linkOf({ target }) {
  const found = target.closest?.(LINKS);
  return found?.href.startsWith?.(ROOT) ? found : null;
}

function pointed(event) {
  if (event.pointerType === "touch" || event.buttons) return; // a button held down selects text
  clearTimeout(timer);
  const found = linkOf(event);
  if (found && found !== link) timer = setTimeout(() => (close(), open(found)), BEFORE);
  else if (!found && link && link !== document.activeElement && !card.contains(event.target)) {
    timer = setTimeout(close, AFTER);
  }
}

function focused(event) {
  if (card.contains(event.target)) return;
  close();
  if (linkOf(event) && event.target.matches(":focus-visible")) open(event.target);
}

if (card.showPopover) {
  document.addEventListener("pointerover", pointed);
  document.addEventListener("focusin", focused);
  document.addEventListener("focusout", () => card.matches(":hover") || close());
  document.addEventListener("click", ({ target }) => (card.contains(target) && !target.closest("a")) || close());
  document.addEventListener("keydown", ({ key }) => key === "Escape" && close());
  document.addEventListener("scroll", place, { capture: true, passive: true });
  addEventListener("resize", place);
  new ResizeObserver(place).observe(card); // its pictures and formulas find their size
}
