// Shows what the search index holds for the words in the box, while they are typed. Pagefind does the finding.
// In the index every ideograph is a word (site/mathpress/render/search.py says why), so the spaces between them are taken
// out of what is shown. A formula is there as a phrase, which is not shown, and as plain text; when a result comes into
// view, the formulas themselves are taken from the page that it leads to.
const view = document.querySelector(".search");
const form = view.querySelector(".search-form");
const status = view.querySelector(".search-status");
const list = view.querySelector(".search-results");
const button = view.querySelector(".search-more");
const AT_ONCE = 20;
const PLACES = 3;
const LENGTH = 30; // words, ideographs and formulas of an excerpt
const BEFORE = 8; // and how many of them stand before the first that was found
const PAUSE = 150; // milliseconds without a key after which the search begins

// The same characters as IDEOGRAPHIC of site/mathpress/text.py; a test compares them.
const IDEOGRAPHIC = "\u2e80-\u2fdf\u3000-\u30ff\u3100-\u312f\u31a0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u{20000}-\u{3ffff}";
// Marks of search.py: where a formula begins, its text behind its phrase, its end, the edges of the body.
const [BEGIN, MIDDLE, END, EDGE] = "\ue000\ue001\ue002\ue003";
const [FOUND, LOST] = "\ue004\ue005"; // around a word that was found
const NEIGHBOUR = `[${IDEOGRAPHIC}“”‘’—…]`;
const SPACE_BETWEEN = new RegExp(`(?<=${NEIGHBOUR}[${FOUND}${LOST}]?)\\s+(?=[${FOUND}${LOST}]?${NEIGHBOUR})`, "gu");
const PHRASE = new RegExp(`${BEGIN}[^${MIDDLE}]*${MIDDLE}`, "gu");
const UNIT = new RegExp(`(?:[^\\s${BEGIN}]*${BEGIN}[^${END}]*${END})+[^\\s${BEGIN}]*|\\S+`, "gu");
const PIECE = new RegExp(`(${BEGIN}[^${END}]*${END}|${FOUND}[^${LOST}]*${LOST})`, "u");

const PLURALS = new Intl.PluralRules(status.lang);

let pagefind;
let phrases; // js/phrases.js
let table; // what it needs
let searches = 0; // counted, so that the answer to an older one is known as such
let unshown = [];
let needed = []; // words that each result must have

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

/** Text of the index with what was found marked, its formulas as plain text; `first` counts the formulas before it. */
function shown(text, first) {
  let number = first;
  return text.split(PIECE).map((piece) => {
    const bare = piece.replace(/[\ue000-\ue005]/g, "");
    const kept = piece.includes(FOUND) ? element("mark", "", bare) : bare;
    if (!piece.startsWith(BEGIN)) return kept;
    const formula = element("span", "math", kept);
    formula.dataset.number = number++;
    return formula;
  });
}

/** The words around what was found. Whatever is in them, only text, marks and formulas are shown. */
function excerpt(page, locations) {
  const found = new Set(locations);
  const words = page.content.split(/\s+/).map((word, place) => (found.has(place) ? marked(word) : word));
  const text = words.join(" ").replace(PHRASE, (phrase) => BEGIN + (phrase.includes(FOUND) ? FOUND : ""));
  const [heading, body = ""] = text.split(EDGE);
  const units = body.match(UNIT) ?? [];
  const start = Math.max(0, densest(units.map((unit) => unit.includes(FOUND))) - BEFORE);
  const first = formulasOf(heading) + formulasOf(units.slice(0, start).join(""));
  const chosen = units.slice(start, start + LENGTH).join(" ").replace(SPACE_BETWEEN, "").replaceAll(LOST + FOUND, "");
  return element("p", "", "… ", ...shown(chosen, first), " …");
}

function marked(word) {
  return word.replace(/[^\ue000-\ue003]+/g, `${FOUND}$&${LOST}`);
}

function formulasOf(text) {
  return text.split(BEGIN).length - 1;
}

/** Where most of what was found stands together. */
function densest(isFound) {
  const places = [...isFound.keys()].filter((place) => isFound[place]);
  let best = places[0] ?? 0;
  let most = 0;
  for (let first = 0, behind = 0; first < places.length; first++) {
    while (behind < places.length && places[behind] < places[first] + LENGTH - BEFORE) behind++;
    if (behind - first > most) {
      most = behind - first;
      best = places[first];
    }
  }
  return best;
}

const formulas = new Map(); // those of each page that was asked for

function formulasAt(url) {
  if (!formulas.has(url)) {
    const asked = fetch(url)
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
      .then((html) => new DOMParser().parseFromString(html, "text/html"))
      .then((page) => [...page.querySelectorAll("article > h1 [data-tex], article > .body [data-tex]")]);
    formulas.set(url, asked);
    asked.catch(() => formulas.delete(url)); // the plain text stays, and the page may be asked for again
  }
  return formulas.get(url);
}

/** Put the formulas of a page in the place of their plain text, without what belongs to the page alone. */
async function draw(result, url) {
  const drawn = await formulasAt(url).catch(() => []);
  for (const place of result.querySelectorAll("[data-number]")) {
    const formula = drawn[place.dataset.number];
    const math = formula?.querySelector("math");
    // Another text is that of a page which was published after the index was loaded.
    if (!math || spaceless(math.getAttribute("alttext")) !== spaceless(place.textContent)) continue;
    const copy = document.importNode(math, true);
    copy.querySelectorAll(".number").forEach((number) => number.remove());
    for (const each of [copy, ...copy.querySelectorAll("*")]) each.removeAttribute("id");
    for (const link of copy.querySelectorAll("[href]")) {
      const href = link.getAttribute("href");
      if (URL.canParse(href, url)) link.setAttribute("href", new URL(href, url));
    }
    const kept = place.querySelector("mark") ?? place;
    place.dataset.tex = formula.dataset.tex;
    kept.replaceChildren(copy);
    if (formula.classList.contains("math-display")) {
      place.className = "math-display";
      place.replaceChildren(element("span", "scroll", ...place.childNodes));
    }
  }
}

function spaceless(text) {
  return text?.replace(/\s/g, "");
}

const inView = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    inView.unobserve(target);
    draw(target, target.querySelector("h2 a").href);
  }
}, { rootMargin: "50%" });

/** A result: `pages` are what Pagefind says of a page for each part of the query. */
function result(pages) {
  const [page] = pages;
  const name = element("a", "", ...shown(page.meta.title, 0));
  name.href = page.url;
  const title = element("h2", "", name);
  const words = excerpt(page, pages.flatMap((each) => each.locations));
  title.lang = words.lang = page.meta.language;
  const made = element("li", "", title);
  if (page.meta.date) made.append(element("p", "byline", element("span", "", page.meta.date)));
  made.append(words);
  const places = new Map(pages.flatMap((each) => each.sub_results).map((place) => [place.url, place.title]));
  places.delete(page.url);
  if (places.size) {
    const items = [...places].slice(0, PLACES).map(([url, text]) => element("li", "", link(url, readable(text))));
    const sections = element("ul", "", ...items);
    sections.lang = page.meta.language;
    made.append(sections);
  }
  if (made.querySelector("[data-number]")) inView.observe(made);
  return made;
}

/** Text of the index as it is read. */
function readable(text) {
  return text.replace(PHRASE, "").replace(/[\ue000-\ue003]/g, "").replace(SPACE_BETWEEN, "");
}

/** Letters and digits alone, without their accents: Hölder is found by Holder, x² by x2. */
function bare(text) {
  return text.normalize("NFKD").replace(/[^\p{L}\p{N}\s]/gu, "").toLowerCase();
}

/**
 * Whether a page has each word, give or take an ending. Where no word of the index begins with one of the query, Pagefind
 * looks for ever shorter beginnings of it: for a xylophone it would find every x.
 */
function isMeant(page, words) {
  const text = bare(readable(page.content));
  return words.map(bare).every((word) => text.includes(word.slice(0, Math.max(4, word.length - 3))));
}

/** The hits of the first way to look for a part of the query that finds something. */
async function searchFor(ways) {
  let found = [];
  for (const way of ways) {
    found = await Promise.all(way.map(async ({ search, words }) => ({ words, hits: (await pagefind.search(search)).results })));
    if (found.every(({ hits }) => hits.length)) break;
  }
  return found;
}

/** The pages that have all parts of the query, the best first, each with its hits, and the words that they must have. */
async function matches(query) {
  const found = (await Promise.all(phrases.partsOf(query, table).map(searchFor))).flat();
  const pages = new Map();
  for (const hit of found.flatMap(({ hits }) => hits)) pages.set(hit.id, [...(pages.get(hit.id) ?? []), hit]);
  const score = (page) => page.reduce((sum, hit) => sum + hit.score, 0);
  const complete = [...pages.values()].filter((page) => page.length === found.length);
  return { pages: complete.sort((a, b) => score(b) - score(a)), words: found.flatMap((part) => part.words) };
}

/** What Pagefind says of a page for each part of a query: it has one object for all, so that each is copied. */
async function read(page) {
  const said = [];
  for (const hit of page) said.push({ ...(await hit.data()) });
  return said;
}

function clear() {
  inView.disconnect();
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

async function show(number) {
  const next = unshown.slice(0, AT_ONCE);
  const pages = await Promise.all(next.map(read));
  if (number !== searches) return null;
  if (!pages.some(([page]) => isMeant(page, needed))) unshown = [];
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
    phrases ??= await import(view.dataset.phrases);
    table ??= await (await fetch(new URL("../pagefind/formulas.json", import.meta.url))).json();
    const { pages, words } = await matches(query);
    if (number !== searches) return;
    clear();
    unshown = pages;
    needed = words;
    const count = await show(number);
    if (count !== null) tell(count ? `found-${PLURALS.select(count)}` : "none", query, count);
  } catch (error) {
    if (number === searches) await failed(error, query);
  }
}

async function showMore() {
  const number = searches;
  button.hidden = true;
  try {
    await show(number);
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
