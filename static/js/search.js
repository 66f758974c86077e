// Shows what the search index holds for the words in the box, while they are typed. Pagefind does the finding.
// In the index every ideograph is a word (site/mathpress/render/search.py says why), so several in a row are looked for
// as a phrase, and the spaces between them are taken out of what is shown.
const form = document.querySelector(".search .search-form");
const status = document.querySelector(".search-status");
const list = document.querySelector(".search-results");
const button = document.querySelector(".search-more");
const AT_ONCE = 20;
const PLACES = 3;
const PAUSE = 150; // milliseconds without a key after which the search begins

// The same characters as IDEOGRAPHS and IDEOGRAPHIC of site/mathpress/text.py; a test compares them.
const IDEOGRAPHS = "\u3005-\u3007\u303b\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}";
const IDEOGRAPHIC = "\u2e80-\u2fdf\u3000-\u30ff\u3100-\u312f\u31a0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u{20000}-\u{3ffff}";
const RUN = new RegExp(`[${IDEOGRAPHS}]+`, "gu");
const NEIGHBOUR = `[${IDEOGRAPHIC}“”‘’—…]`;
const SPACE_BETWEEN = new RegExp(`(?<=${NEIGHBOUR}(?:</?mark>)?)\\s+(?=(?:</?mark>)?${NEIGHBOUR})`, "gu");

const PLURALS = new Intl.PluralRules(document.documentElement.lang);

let pagefind;
let searches = 0; // counted, so that the answer to an older one is known as such
let unshown = [];

/** Say something of a query. A form of the plural that the page has no words for is said as `other`. */
function tell(kind, query, n = 0) {
  const words = kind ? (status.getAttribute(`data-${kind}`) ?? status.getAttribute("data-found-other")) : "";
  status.textContent = words.replace("{n}", n).replace("{query}", () => query);
}

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function link(url, title) {
  const made = element("a", "", title);
  made.href = url;
  return made;
}

/** The words around a hit. Whatever is in them, only text and marks are shown. */
function excerpt(html) {
  const made = element("p", "", "… ");
  const text = html.replace(SPACE_BETWEEN, "").replaceAll("</mark><mark>", "");
  for (const node of new DOMParser().parseFromString(text, "text/html").body.childNodes) {
    made.append(node.nodeName === "MARK" ? element("mark", "", node.textContent) : node.textContent);
  }
  made.append(" …");
  return made;
}

function result(page) {
  const title = element("h2", "", link(page.url, page.meta.title));
  const words = excerpt(page.excerpt);
  title.lang = words.lang = page.meta.language;
  const made = element("li", "", title);
  if (page.meta.date) made.append(element("p", "byline", element("span", "", page.meta.date)));
  made.append(words);
  const places = page.sub_results.filter((place) => place.url !== page.url).slice(0, PLACES);
  if (places.length) {
    const items = places.map((place) => element("li", "", link(place.url, place.title.replace(SPACE_BETWEEN, ""))));
    const sections = element("ul", "", ...items);
    sections.lang = page.meta.language;
    made.append(sections);
  }
  return made;
}

/** The words of a query that are not of ideographs. */
function wordsOf(query) {
  return query.replace(RUN, " ").split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/** What is to be looked for: each run of ideographs as a phrase, and all other words together. */
function partsOf(query) {
  const phrases = (query.match(RUN) ?? []).map((run) => `"${[...run].join(" ")}"`);
  const words = wordsOf(query);
  return words.length ? [...phrases, words.join(" ")] : phrases;
}

/** Letters and digits alone, without their accents: Hölder is found by Holder, x² by x2. */
function bare(text) {
  return text.normalize("NFKD").replace(/[^\p{L}\p{N}\s]/gu, "").toLowerCase();
}

/**
 * Whether a page has each word of the query, give or take an ending. Where no word of the index begins with one of the
 * query, Pagefind looks for ever shorter beginnings of it: for a xylophone it would find every x.
 */
function isMeant(page, query) {
  const text = bare(`${page.meta.title} ${page.content}`);
  return wordsOf(query).map(bare).every((word) => text.includes(word.slice(0, Math.max(4, word.length - 3))));
}

/** The hits that have all parts of the query. */
async function hits(query) {
  const found = await Promise.all(partsOf(query).map(async (part) => (await pagefind.search(part)).results));
  const [first = [], ...others] = found;
  const ids = others.map((other) => new Set(other.map((hit) => hit.id)));
  return first.filter((hit) => ids.every((set) => set.has(hit.id)));
}

function clear() {
  list.replaceChildren();
  button.hidden = true;
  unshown = [];
}

async function failed(error, query) {
  clear();
  tell("failed", query);
  await pagefind?.destroy(); // or it would remember that a file could not be loaded
  throw error;
}

async function show(number, query) {
  const next = unshown.slice(0, AT_ONCE);
  const pages = await Promise.all(next.map((hit) => hit.data()));
  if (number !== searches) return null;
  if (!pages.some((page) => isMeant(page, query))) unshown = [];
  else {
    list.append(...pages.map(result));
    unshown = unshown.slice(AT_ONCE);
  }
  button.hidden = unshown.length === 0;
  return list.childElementCount + unshown.length;
}

async function search(query) {
  const number = ++searches;
  if (!query) {
    clear();
    tell("");
    return;
  }
  try {
    tell("busy", query);
    pagefind ??= await import(new URL("../pagefind/pagefind.js", import.meta.url));
    const found = await hits(query);
    if (number !== searches) return;
    clear();
    unshown = found;
    const count = await show(number, query);
    if (count !== null) tell(count ? `found-${PLURALS.select(count)}` : "none", query, count);
  } catch (error) {
    if (number === searches) await failed(error, query);
  }
}

async function showMore() {
  const number = searches;
  button.hidden = true;
  try {
    await show(number, form.q.value.trim());
  } catch (error) {
    if (number === searches) await failed(error, form.q.value.trim());
  }
}

let pause;

function typed(event) {
  if (event.isComposing) return; // the letters of an input method are no words yet
  clearTimeout(pause);
  pause = setTimeout(() => {
    const query = form.q.value.trim();
    const address = new URL(location);
    if (query) address.searchParams.set("q", query);
    else address.searchParams.delete("q");
    history.replaceState(null, "", address); // so that the way back from a result leads here
    search(query);
  }, PAUSE);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  typed(event);
});
form.addEventListener("input", typed);
form.addEventListener("compositionend", typed);
button.addEventListener("click", showMore);
form.q.value = new URLSearchParams(location.search).get("q") ?? "";
if (form.q.value) search(form.q.value.trim());
else form.q.focus();
