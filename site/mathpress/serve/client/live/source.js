// What the server sends for the page, without the preview's own.

const OWN = "script[src^='/_mathpress/']";
/** Where scripts run a browser takes what is in these for text, DOMParser for elements, which can end a head. */
const NOSCRIPT = /<noscript\b[^]*?<\/noscript\s*>/gi;
/** What takes effect only once, when a page is loaded. */
const SHELL = "script:not([type$=json]), base, meta[http-equiv], template";

/** The page as the server sends it now and its version; null if there is no server. */
export async function fetchSource() {
  const answer = fetch(location.href, { cache: "no-store" });
  const html = await answer.then((response) => response.text()).catch(() => null);
  if (html === null) return null;
  const page = new DOMParser().parseFromString(html.replace(NOSCRIPT, ""), "text/html");
  return { page, version: bare(page) };
}

/** Take the preview's own out of a page, and return the version that was told there. */
export function bare(page) {
  const own = page.querySelector(OWN);
  for (const each of page.querySelectorAll(`${OWN}, noscript`)) each.remove();
  return own?.dataset.version;
}

/** Whether a page has to be loaded anew to become another. */
export function hasOtherShell(page, other) {
  const [one, two] = [page, other].map((each) => [...each.querySelectorAll(SHELL)].map((part) => part.outerHTML));
  return one.join("\n") !== two.join("\n");
}
