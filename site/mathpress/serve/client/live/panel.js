// What the last build had to say against, at the bottom of the window in the words of the terminal; the page above stays
// as it is. It lives in a shadow root, where no style sheet of the theme reaches it, and leaves the page as much room
// as it covers.
import { diagnostic } from "./diagnostic.js";
import { STYLE } from "./style.js";

const HIDDEN = "mathpress-hidden"; // in the memory of the tab: the problems that its reader has put away

export class Panel {
  #host = element("mathpress-preview");
  #section = element("section");
  #fold = element("button", "fold");
  #hide = element("button", "hide", "Hide");
  #list = element("ol", "list");
  #status = element("p", "status");
  #note = element("p", "note");
  #shown = ""; // what is in the list

  constructor() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    const root = this.#host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(this.#section, this.#status, this.#note);
    this.#section.append(element("header", "", this.#fold, this.#hide), this.#list);
    this.#section.setAttribute("aria-label", "Problems of the last build");
    this.#section.hidden = this.#note.hidden = true;
    this.#status.role = this.#note.role = "status";
    this.#list.tabIndex = 0;
    this.#hide.title = "Until a build has other problems (Escape)";
    this.#hide.addEventListener("click", () => this.#putAway());
    this.#fold.addEventListener("click", () => this.#open(this.#section.classList.contains("shut")));
    addEventListener("keydown", ({ key, isComposing }) => {
      if (key === "Escape" && !isComposing && !document.querySelector(":popover-open")) this.#putAway();
    });
    // The end of the page can be scrolled above it.
    new ResizeObserver(() => (this.#host.style.blockSize = `${this.height}px`)).observe(this.#section);
    document.documentElement.append(this.#host);
  }

  /** Pixels of the window that it covers. */
  get height() {
    return this.#section.offsetHeight;
  }

  /** Show the problems of a build, but those that were put away; what is open or not stays while they are the same. */
  show(problems, failed) {
    const shown = JSON.stringify(problems);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const [errors, warnings] = ["error", "warning"].map((kind) => problems.filter(({ severity }) => severity === kind));
    const counts = [count(errors, "error"), count(warnings, "warning")].filter(Boolean).join(", ");
    this.#fold.textContent = counts + (failed ? "; the page is as it was before" : "");
    this.#status.textContent = counts;
    this.#list.replaceChildren(...[...errors, ...warnings].map((problem) => element("li", "", diagnostic(problem))));
    this.#section.classList.toggle("mild", !errors.length);
    this.#section.hidden = !problems.length || kept() === shown;
    this.#open(errors.length > 0);
  }

  /** Say something beside the page; nothing with "". */
  tell(text) {
    this.#note.textContent = text;
    this.#note.hidden = !text;
  }

  #open(isOpen) {
    this.#section.classList.toggle("shut", !isOpen);
    this.#fold.ariaExpanded = isOpen;
    for (const caret of this.#list.querySelectorAll(".caret")) {
      const line = caret.parentElement;
      line.scrollLeft = caret.offsetLeft - line.offsetLeft - line.clientWidth / 2;
    }
  }

  #putAway() {
    if (this.#section.hidden) return;
    this.#section.hidden = true;
    keep(this.#shown);
  }
}

const count = ({ length }, noun) => length && `${length} ${noun}${length === 1 ? "" : "s"}`;

function element(name, className = "", ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function kept() {
  try {
    return sessionStorage.getItem(HIDDEN);
  } catch {
    return null; // the browser keeps nothing
  }
}

function keep(problems) {
  try {
    sessionStorage.setItem(HIDDEN, problems);
  } catch {} // then they are put away on this page alone
}
