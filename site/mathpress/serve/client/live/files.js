// Pictures and other files that were written anew under the address that they had: they are asked for again, in place.
// Most files have another address when they are others, and are a change of the page.

const ATTRIBUTES = {
  src: "img, source, audio, video, embed, iframe, input",
  srcset: "img, source",
  poster: "video",
  data: "object",
  href: "link[rel~=icon], link[rel~=stylesheet], image, use",
};
const SCRIPT = /\.m?js$/;
const PARAMETER = "mathpress"; // of a query, which makes it another address for the browser alone

/** Ask for those of `files`, paths of this host, that the page shows. Returns whether it has to be loaded anew. */
export function refresh(files, build) {
  if (!files.length) return false;
  const written = new Set(files.map((file) => new URL(file, location).pathname));
  const isWritten = (address, base = document.baseURI) => {
    const url = URL.canParse(address, base) ? new URL(address, base) : null;
    return url?.origin === location.origin && written.has(url.pathname);
  };
  const fresh = (address, base = document.baseURI) => {
    if (!isWritten(address, base)) return address;
    const url = new URL(address, base);
    url.searchParams.set(PARAMETER, build);
    return url.href;
  };
  if (hasRun(isWritten) || [...document.styleSheets].some((sheet) => imports(sheet, isWritten))) return true;
  refreshElements(fresh);
  for (const sheet of document.styleSheets) refreshSheet(sheet, fresh);
  return false;
}

/** Whether a script that has run was written, be it one that another imports. */
function hasRun(isWritten) {
  return performance.getEntriesByType("resource").some(({ name }) => SCRIPT.test(new URL(name).pathname) && isWritten(name));
}

function refreshElements(fresh) {
  for (const [name, elements] of Object.entries(ATTRIBUTES)) {
    for (const element of document.querySelectorAll(elements)) {
      const value = element.getAttribute(name);
      if (!value) continue;
      const now = name === "srcset" ? value.replace(/[^\s,]+/g, (address) => fresh(address)) : fresh(value);
      if (now === value) continue;
      element.setAttribute(name, now);
      if (element.matches("source")) element.parentElement.load?.();
    }
  }
}

/** Whether a style sheet, or one that it imports, imports one that was written. */
function imports(sheet, isWritten) {
  const base = sheet.href ?? document.baseURI;
  if (new URL(base).origin !== location.origin) return false; // it may not be read
  return [...sheet.cssRules].some(
    (rule) =>
      rule instanceof CSSImportRule &&
      (isWritten(rule.href, base) || (rule.styleSheet && imports(rule.styleSheet, isWritten))),
  );
}

/** The pictures and fonts of a style sheet, and of those that it imports. */
function refreshSheet(sheet, fresh) {
  const base = sheet.href ?? document.baseURI;
  if (new URL(base).origin !== location.origin) return; // it may not be read
  const refreshRules = (rules) => {
    for (const rule of rules) {
      if (rule.styleSheet) refreshSheet(rule.styleSheet, fresh);
      if (rule.cssRules) refreshRules(rule.cssRules);
      if (!rule.style?.cssText.includes("url(")) continue;
      for (const name of rule.style) {
        const value = rule.style.getPropertyValue(name);
        const now = value.replace(/url\("([^"]+)"\)/g, (whole, address) => whole.replace(address, () => fresh(address, base)));
        if (now !== value) rule.style.setProperty(name, now, rule.style.getPropertyPriority(name));
      }
    }
  };
  refreshRules(sheet.cssRules);
}
