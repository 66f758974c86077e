// Sets what is typed as the site would set it. One question is asked at a time, about what stands in the field then, so no
// answer is overtaken by an older one; while a formula is refused, the last one that was set stays, in grey.
const ADDRESS = new URL("../formula", import.meta.url);
const PATIENCE = 10_000; // milliseconds until an answer is given up
const BETWEEN = 400; // milliseconds between two changes of the address, of which browsers allow few
const TOLD = 2000; // milliseconds for which a button says what it did

const tex = document.querySelector("#tex");
const inline = document.querySelector("#inline");
const display = document.querySelector("#display");
const shown = document.querySelector("#shown");
const engine = document.querySelector("#engine");
const problems = document.querySelector("#problems");
const plain = document.querySelector("#plain");
const markup = document.querySelector("#markup");
const markupName = document.querySelector("#markup-name");
const macros = document.querySelector("#macros");
const packages = document.querySelector("#packages");

/** Fills an element anew if what it says has changed, for what is announced should be news, and a button keeps the focus. */
function renew(element, said, children) {
  const told = JSON.stringify(said);
  if (element.dataset.told === told) return;
  element.dataset.told = told;
  element.replaceChildren(...children());
}

function make(name, text, className = "") {
  const element = document.createElement(name);
  element.textContent = text;
  element.className = className;
  return element;
}

// --- asking and showing ---

let frame; // in which the next question is asked
let isAsking = false;

/** Asks with the next frame, once, however much is typed until then. */
function ask() {
  frame ??= requestAnimationFrame(async () => {
    frame = undefined;
    if (isAsking) return; // what is asked now is followed by what stands there then
    isAsking = true;
    for (let asked; asked !== question(); ) {
      asked = question();
      const isEmpty = tex.value.trim() === "";
      show(await answer(asked), isEmpty);
    }
    isAsking = false;
  });
}

const question = () => JSON.stringify({ tex: tex.value.toWellFormed(), display: display.checked });

/** What the preview says to a question; if it says nothing, why. */
async function answer(body) {
  const headers = { "Content-Type": "application/json" };
  try {
    const response = await fetch(ADDRESS, { method: "POST", headers, body, signal: AbortSignal.timeout(PATIENCE) });
    if (response.ok) return await response.json();
    return { result: "refused", problems: [`The preview answers ${response.status}: ${await response.text()}`] };
  } catch {
    return { result: "refused", problems: ["The preview does not answer. Is it still running?"] };
  }
}

/** What there is to know of a formula that was set, besides how it looks. */
function remark({ result, engine }) {
  if (result === "mathjax") return "MathJax draws this one: a page that has it loads MathJax. It is not drawn here.";
  if (result === "reference") return "A reference by itself becomes a link.";
  return engine === "mathjax" ? "The settings leave all formulas to MathJax; this is the MathML that it stands for." : "";
}

function show(said, isEmpty) {
  const isRefused = said.result === "refused" && !isEmpty;
  document.querySelector("main").classList.toggle("stale", isRefused);
  tex.setAttribute("aria-invalid", isRefused);
  if (!isRefused) {
    shown.lang = said.language ?? "";
    shown.innerHTML = isEmpty ? "" : said.html; // escaped by the engine; and the page's policy lets nothing in it run
    plain.textContent = isEmpty ? "" : said.plain;
    markup.textContent = isEmpty ? "" : said.markup;
    markupName.textContent = said.result === "mathjax" ? "LaTeX for MathJax" : "MathML";
  }
  const remarked = isRefused || isEmpty ? "" : remark(said);
  renew(engine, remarked, () => [remarked]);
  renew(problems, said.problems, () => said.problems.map(problem));
  if (!said.macros) return; // the settings cannot be read
  packages.textContent = said.packages.length ? `Packages: ${said.packages.join(", ")}` : "";
  renew(macros, said.macros, () => {
    const made = Object.entries(said.macros).map(macro);
    return made.length ? made : [make("li", "None yet: they stand in [math.macros] of the settings.")];
  });
}

/** A problem as on the terminal. Its sentence may break; the line with the caret below it must not. */
function problem(text) {
  const [sentence, ...lines] = text.split("\n");
  const made = make("div", "", sentence.includes(": warning: ") ? "problem warning" : "problem");
  made.append(make("p", sentence), ...(lines.length ? [make("pre", lines.join("\n"))] : []));
  return made;
}

function macro([name, body]) {
  const item = document.createElement("li");
  const button = make("button", name);
  button.type = "button";
  button.addEventListener("click", () => insert(name, body));
  item.append(button, " ", make("code", body));
  return item;
}

/** Puts a call of a macro where the caret is, what is selected as its first argument. */
function insert(name, body) {
  const count = Math.max(0, ...[...body.matchAll(/#([1-9])/g)].map((match) => Number(match[1])));
  const { selectionStart: start, selectionEnd: end, value } = tex;
  const selected = value.slice(start, end);
  const space = /^[A-Za-z]/.test(value.slice(end)) ? " " : "";
  const following = count ? `{${selected}}${"{}".repeat(count - 1)}` : space;
  tex.focus();
  document.execCommand("insertText", false, name + following); // what else changes the field, Ctrl-Z does not undo
  if (count) {
    const caret = start + name.length + 1 + selected.length + (selected && count > 1 ? 2 : 0);
    tex.setSelectionRange(caret, caret);
  }
}

// --- pasting: a formula that comes with its delimiters loses them, and stands as they say ---

const DELIMITED = [
  [display, /^\$\$([^$]+)\$\$$/],
  [display, /^\\\[(.+)\\\]$/s],
  [inline, /^\$([^$]+)\$$/],
  [inline, /^\\\((.+)\\\)$/s],
];

tex.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain").trim();
  const found = DELIMITED.find(([, form]) => form.test(text));
  const isAll = tex.selectionStart === 0 && tex.selectionEnd === tex.value.length;
  if (!found || !isAll) return;
  const [button, form] = found;
  event.preventDefault();
  button.checked = true;
  document.execCommand("insertText", false, form.exec(text)[1].trim());
});

// --- the address: #tex=…, and &inline in a line ---

let timer;

function keepInAddress() {
  timer ??= setTimeout(() => {
    timer = undefined;
    const typed = encodeURIComponent(tex.value.toWellFormed());
    const hash = typed && `#tex=${typed}${inline.checked ? "&inline" : ""}`;
    if (location.hash !== hash) history.replaceState(null, "", location.pathname + hash);
  }, BETWEEN);
}

function readAddress() {
  const said = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B"));
  tex.value = said.get("tex") ?? "";
  (said.has("inline") ? inline : display).checked = true;
  ask();
}

// --- buttons ---

for (const button of document.querySelectorAll("button.copy")) {
  button.addEventListener("click", async () => {
    const from = document.getElementById(button.dataset.copies);
    try {
      await navigator.clipboard.writeText(from.value ?? from.textContent);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not copied";
    }
    setTimeout(() => (button.textContent = "Copy"), TOLD);
  });
}

for (const each of [tex, inline, display]) {
  each.addEventListener("input", () => {
    ask();
    keepInAddress();
  });
}
addEventListener("hashchange", readAddress);
addEventListener("focus", ask); // the settings may have been edited meanwhile
readAddress();
