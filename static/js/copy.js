// Copying gives LaTeX: formulas that are selected are LaTeX in plain text and MathML in rich text, and displays and code
// have a button. What was done is announced in `.copy-status`, which also has the words.
const status = document.querySelector(".copy-status");
const SHOWN = 2000; // milliseconds
const NOT_COPIED = "button, theme-switch, .linenos, .gp, .go"; // prompts and output last

// Formulas by themselves; all else needs delimiters.
const FORMULAS = /^\\begin\{(equation|(fl|x)?align(at)?|gather|multline|eqnarray|displaymath|math)\*?\}/;

/** The LaTeX of a formula as it can stand in another document. */
function latex({ dataset, classList }) {
  const delimiter = FORMULAS.test(dataset.tex) ? "" : classList.contains("math") ? "$" : "$$";
  return delimiter + dataset.tex + delimiter;
}

const formulaAt = (node) => (node.closest ? node : node.parentElement)?.closest("[data-tex]");

/** A copy of what is selected, with formulas as a whole. */
function selected(selection) {
  const made = new DocumentFragment();
  for (let index = 0; index < selection.rangeCount; index++) {
    const range = selection.getRangeAt(index).cloneRange(); // Firefox has one for each cell of a table
    const [first, last] = [formulaAt(range.startContainer), formulaAt(range.endContainer)];
    if (last) {
      const part = range.cloneRange();
      part.setStartBefore(last);
      // A third click selects a paragraph, and ends in the display behind it.
      if (part.toString()) range.setEndAfter(last);
      else range.setEndBefore(last);
    }
    if (first) range.setStartBefore(first);
    made.append(range.cloneContents());
  }
  return made;
}

/** The text of what is selected, with the line ends that a page shows: it has to be on one for a moment. */
function textOf(made) {
  const shown = document.createElement("div");
  shown.className = "copied";
  shown.append(made.cloneNode(true));
  for (const formula of shown.querySelectorAll("[data-tex]")) formula.replaceChildren(latex(formula));
  document.body.append(shown);
  const text = shown.innerText;
  shown.remove();
  return text;
}

function htmlOf(made) {
  const rich = document.createElement("div");
  rich.append(made);
  for (const link of rich.querySelectorAll("a[href]")) link.setAttribute("href", link.href.baseVal ?? link.href); // whole addresses
  return rich.innerHTML;
}

document.addEventListener("copy", (event) => {
  const selection = getSelection();
  if (selection.isCollapsed || event.target.closest?.("input, textarea")) return;
  const made = selected(selection);
  if (!made.querySelector("[data-tex]")) return;
  for (const each of made.querySelectorAll(NOT_COPIED)) each.remove();
  event.clipboardData.setData("text/plain", textOf(made));
  event.clipboardData.setData("text/html", htmlOf(made));
  event.preventDefault();
});

function tell(text) {
  status.textContent = "";
  setTimeout(() => (status.textContent = text)); // or the same text again is no news
}

function addButton(parent, label, text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = label;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      tell((button.textContent = status.dataset.copied));
    } catch {
      tell((button.textContent = status.dataset.failed));
    }
    setTimeout(() => (button.textContent = label), SHOWN);
  });
  parent.append(button);
}

/** Code; of a session the lines with a prompt, without it. */
function codeOf(pre) {
  const code = pre.cloneNode(true);
  const prompts = code.querySelectorAll(".gp");
  for (const each of code.querySelectorAll(".linenos")) each.remove();
  for (const each of prompts) each.textContent = "\0";
  return prompts.length ? code.textContent.replace(/^([^\0\n].*)?\n|\0/gm, "") : code.textContent;
}

function addButtons() {
  for (const formula of document.querySelectorAll("article .math-display[data-tex]:not(:has(> .copy))")) {
    addButton(formula, status.dataset.latex, () => latex(formula));
  }
  for (const pre of document.querySelectorAll("article pre:not(.linenos pre, .copyable pre)")) {
    const box = document.createElement("div");
    box.className = "copyable"; // which, unlike `pre`, does not scroll
    pre.replaceWith(box);
    box.append(pre);
    addButton(box, status.dataset.code, () => codeOf(pre));
  }
}

// Without TLS there is none.
if (navigator.clipboard) {
  addButtons();
  document.addEventListener("mathpress:update", addButtons);
}
