// Shows what the search index holds for the words in the box, while they are typed. Pagefind does the finding.
// In the index every ideograph is a word (site/mathpress/render/search.py says why), so several in a row are looked for
// as a phrase, and the spaces between them are taken out of what is shown.
const form = document.querySelector(".search .search-form");
const status = document.querySelector(".search-status");
const list = document.querySelector(".search-results");
const AT_ONCE = 20;
const PLACES = 3;
const PAUSE = 150; // milliseconds without a key after which the search begins
const IDEOGRAPHS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu;
const SPACE_IN_CJK =
  /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef](?:<\/?mark>)?)\s+(?=(?:<\/?mark>)?[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef])/gu;

let pagefind;
let latest = 0;

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
  if (page.meta.date) made.append(element("p", "byline", element("span", "", page.meta.date)));
  made.append(excerpt(page.excerpt));
  const places = page.sub_results.filter((place) => place.url !== page.url).slice(0, PLACES);
  if (places.length) {
    made.append(element("ul", "", ...places.map((place) => element("li", "", link(place.url, place.title)))));
  }
  return made;
}

/** What is to be looked for: each run of ideographs as a phrase, and all other words together. */
function parts(query) {
  const phrases = (query.match(IDEOGRAPHS) ?? []).map((run) => `"${[...run].join(" ")}"`);
  const words = query.replace(IDEOGRAPHS, " ").split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return words.length ? [...phrases, words.join(" ")] : phrases;
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
    return;
  }
  await new Promise((resume) => setTimeout(resume, PAUSE));
  try {
    if (mine !== latest) return; // the reader has typed on
    pagefind ??= await import(new URL("../pagefind/pagefind.js", import.meta.url));
    const found = await hits(query);
    const pages = await Promise.all(found.slice(0, AT_ONCE).map((hit) => hit.data()));
    if (mine !== latest) return;
    list.replaceChildren(...pages.map(result));
    tell({ 0: "none", 1: "one" }[found.length] ?? "many", query, found.length);
  } catch (error) {
    tell("failed", query);
    throw error;
  }
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
form.q.value = new URLSearchParams(location.search).get("q") ?? "";
form.q.focus();
search(form.q.value.trim());
