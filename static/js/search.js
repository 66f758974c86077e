// Shows what the search index holds for the words in the box, while they are typed. Pagefind does the finding.
// In the index every ideograph is a word (site/mathpress/render/search.py says why), so several in a row are looked for
// as a phrase, and the spaces between them are taken out of what is shown.
const form = document.querySelector(".search .search-form");
const status = document.querySelector(".search-status");
const list = document.querySelector(".search-results");
const more = document.querySelector(".search-more");
const AT_ONCE = 20;
const PLACES = 3;
const PAUSE = 150; // milliseconds without a key after which the search begins
const IDEOGRAPHS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu;
const SPACE_IN_CJK =
  /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef](?:<\/?mark>)?)\s+(?=(?:<\/?mark>)?[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef])/gu;

let pagefind;
let latest = 0;
let rest = []; // hits that are not shown yet

function tell(kind, query, n = 0) {
  status.textContent = kind ? status.dataset[kind].replace("{n}", n).replace("{query}", () => query) : "";
}

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function joined(text) {
  return text.replace(SPACE_IN_CJK, "");
}

function link(url, title) {
  const made = element("a", "", joined(title));
  made.href = url;
  return made;
}

/** The words around a hit. Pagefind escapes the page's text; the only tags in it are its own <mark>s. */
function excerpt(html) {
  const made = element("p");
  made.innerHTML = joined(html).replaceAll("</mark><mark>", "");
  made.prepend("… ");
  made.append(" …");
  return made;
}

function result(page) {
  const made = element("li", "", element("h2", "", link(page.url, page.meta.title)));
  made.lang = page.meta.language;
  if (page.meta.date) made.append(element("p", "byline", element("span", "", page.meta.date)));
  made.append(excerpt(page.excerpt));
  const places = page.sub_results.filter((place) => place.url !== page.url).slice(0, PLACES);
  if (places.length) {
    made.append(element("ul", "", ...places.map((place) => element("li", "", link(place.url, place.title)))));
  }
  return made;
}

/** The words of a query that are not of ideographs. */
function wordsOf(query) {
  return query.replace(IDEOGRAPHS, " ").split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/** What is to be looked for: each run of ideographs as a phrase, and all other words together. */
function parts(query) {
  const phrases = (query.match(IDEOGRAPHS) ?? []).map((run) => `"${[...run].join(" ")}"`);
  const words = wordsOf(query);
  return words.length ? [...phrases, words.join(" ")] : phrases;
}

/**
 * Whether a page has a word for each of the query's, give or take an ending. Where no word begins with the query's,
 * Pagefind looks for ever shorter beginnings of it: it would find an x for a xylophone.
 */
function isMeant(page, query) {
  const text = `${page.meta.title} ${page.content}`.toLowerCase();
  return wordsOf(query.toLowerCase()).every((word) => {
    const bare = word.replace(/[^\p{L}\p{M}\p{N}]/gu, "");
    const beginning = bare.slice(0, Math.max(4, bare.length - 3));
    return text.replace(/[^\p{L}\p{M}\p{N}\s]/gu, "").includes(beginning);
  });
}

/** The hits of pages that have all the parts. */
async function hits(query) {
  const [first, ...others] = await Promise.all(parts(query).map(async (part) => (await pagefind.search(part)).results));
  return others.reduce((found, more) => found.filter((hit) => more.some((other) => other.id === hit.id)), first ?? []);
}

async function search(query) {
  const mine = ++latest;
  if (!query) {
    tell("");
    list.replaceChildren();
    more.hidden = true;
    return;
  }
  await new Promise((resume) => setTimeout(resume, PAUSE));
  try {
    if (mine !== latest) return; // the reader has typed on
    tell("busy", query);
    pagefind ??= await import(new URL("../pagefind/pagefind.js", import.meta.url));
    let found = await hits(query);
    const pages = await Promise.all(found.slice(0, AT_ONCE).map((hit) => hit.data()));
    if (mine !== latest) return;
    if (!pages.some((page) => isMeant(page, query))) found = [];
    list.replaceChildren(...(found.length ? pages.map(result) : []));
    rest = found.slice(AT_ONCE);
    more.hidden = rest.length === 0;
    tell({ 0: "none", 1: "one" }[found.length] ?? "many", query, found.length);
  } catch (error) {
    list.replaceChildren();
    more.hidden = true;
    await pagefind?.destroy(); // or it would remember that a file could not be loaded
    tell("failed", query);
    throw error;
  }
}

async function showMore() {
  const next = rest.splice(0, AT_ONCE);
  list.append(...(await Promise.all(next.map((hit) => hit.data()))).map(result));
  more.hidden = rest.length === 0;
}

function typed() {
  const query = form.q.value.trim();
  const address = new URL(location);
  query ? address.searchParams.set("q", query) : address.searchParams.delete("q");
  history.replaceState(null, "", address); // so that the way back from a result leads here
  search(query);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  typed();
});
form.addEventListener("input", typed);
more.addEventListener("click", showMore);
form.q.value = new URLSearchParams(location.search).get("q") ?? "";
form.q.focus();
search(form.q.value.trim());
