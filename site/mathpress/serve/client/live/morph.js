// A page and its source: the document as the server sent it, beside the one that readers and scripts have been at. What
// differs between the source and what the server sends now is changed in both, and nothing else is touched: so all that
// has been done to the rest of the page stays.
import { align } from "./align.js";

/** What is not changed within: a drawing is drawn anew, a recording begins anew, MathJax has replaced what it was given. */
const WHOLE = "math, svg, audio, video, .mathjax";
const SHEET = "link[rel~=stylesheet]";

export class Mirror {
  #shown = new WeakMap(); // nodes of the source to those of the page that show them
  #known = new WeakSet(); // the latter
  #changes = [];
  #sheets = []; // promises of those that are being loaded

  /** Remember which node of the page shows a node of the source. */
  know(source, node) {
    this.#shown.set(source, node);
    this.#known.add(node);
  }

  /**
   * Make the document `source` like `next`, which is used up, and the page with it; nodes of the source that are not
   * known to be shown are changed all the same. What is new is never seen in the old style: the body is changed when the
   * style sheets are there. Returns what was changed, in order. Of each change, `old` and `now` are the node or attribute
   * in the source, or null; `within` is the element of `next` around it; `node` is the node of the page that is new or
   * changed, or else what stands where the old one was taken out; `gone` is that one.
   */
  async update(source, next) {
    const [root, nextRoot] = [source.documentElement, next.documentElement];
    this.#changes = [];
    this.#sheets = [];
    this.#attributes(root, nextRoot, this.#shown.get(root));
    this.#element(source.head, next.head);
    await Promise.all(this.#sheets);
    this.#element(source.body, next.body);
    return this.#changes;
  }

  #note(node, gone, old, now, within) {
    if (node) this.#changes.push({ node, gone, old, now, within });
  }

  #element(old, next) {
    const element = this.#shown.get(old);
    this.#attributes(old, next, element);
    let [last, lastShown] = [null, null]; // the child before, and what it stands in on the page
    for (const [child, wanted, equal] of [...align([...old.childNodes], [...next.childNodes])]) {
      let kept = child;
      if (!child) {
        kept = wanted;
        old.insertBefore(kept, last ? last.nextSibling : old.firstChild);
        const made = element && this.#make(kept);
        element?.insertBefore(made, lastShown ? lastShown.nextSibling : element.firstChild);
        if (made?.matches?.(SHEET)) this.#load(made);
        this.#note(made, null, null, kept, next);
      } else if (!wanted) {
        this.#remove(child, next);
        continue;
      } else if (!equal) kept = this.#change(child, wanted, next);
      last = kept;
      lastShown = boxOf(this.#shown.get(kept), element) ?? lastShown;
    }
  }

  #attributes(old, next, element) {
    const names = new Set([...old.getAttributeNames(), ...next.getAttributeNames()]);
    for (const name of names) {
      const [before, now] = [old.getAttributeNode(name), next.getAttributeNode(name)];
      if (before?.value === now?.value) continue;
      if (element) setAttribute(element, name, before?.value, now);
      setAttribute(old, name, before?.value, now);
      this.#note(element, null, before, now, next);
    }
  }

  /** Make a child like `wanted`, or put that in its place, and return what is in the source now. */
  #change(child, wanted, within) {
    const node = this.#shown.get(child);
    if (child.nodeType !== Node.ELEMENT_NODE) {
      if (node) rewrite(node, child.data, wanted.data);
      this.#note(node, null, child.cloneNode(), wanted, within);
      child.data = wanted.data;
    } else if (child.matches(WHOLE) || wanted.matches(WHOLE) || wanted.matches(SHEET)) {
      child.replaceWith(wanted);
      const made = node && this.#make(wanted);
      if (node && wanted.matches(SHEET)) {
        node.after(made);
        this.#load(made).then(() => node.remove()); // the page is never without
      } else node?.replaceWith(made);
      this.#note(made, node, child, wanted, within);
      return wanted;
    } else this.#element(child, wanted);
    return child;
  }

  /** Have the body wait for a style sheet, and return a promise of it; those of other media come when there is time. */
  #load(sheet) {
    const loaded = new Promise((resolve) => {
      for (const kind of ["load", "error"]) sheet.addEventListener(kind, resolve);
      if (sheet.disabled) resolve();
    });
    if (matchMedia(sheet.media).matches) this.#sheets.push(loaded);
    return loaded;
  }

  #remove(child, within) {
    let node = this.#shown.get(child);
    child.remove();
    if (!node?.parentNode) return;
    // The box that a script put it in goes with it.
    while (!this.#known.has(node.parentNode) && !this.#hasOthers(node.parentNode, node)) node = node.parentNode;
    const beside = node.nextElementSibling ?? node.previousElementSibling ?? node.parentNode;
    node.remove();
    this.#note(beside, node, child, null, within);
  }

  #hasOthers(box, node) {
    return [...box.childNodes].some((child) => child !== node && this.#known.has(child));
  }

  /** A copy for the page of a node of the source. */
  #make(source) {
    const made = document.importNode(source, true);
    const pairs = [[source, made]];
    for (const [each, node] of pairs) {
      this.know(each, node);
      if (each.matches?.(WHOLE)) continue;
      each.childNodes.forEach((child, index) => pairs.push([child, node.childNodes[index]]));
    }
    return made;
  }
}

/** The child of `parent` that a node stands in: itself, or a box that a script has put it in. */
function boxOf(node, parent) {
  let box = node;
  while (box && box.parentNode !== parent) box = box.parentNode;
  return box;
}

/** Set an attribute, or take it away; of classes those that the source had alone, for scripts set others. */
function setAttribute(element, name, before, attribute) {
  if (name === "class" && element.className !== before && element.classList) {
    const [gone, come] = [before, attribute?.value].map((value) => value?.match(/\S+/g) ?? []);
    element.classList.remove(...gone);
    element.classList.add(...come);
  } else if (attribute) element.setAttributeNode(attribute.cloneNode()); // a parser takes names that `setAttribute` does not
  else element.removeAttribute(name);
}

/** Change a text in its middle alone, so that a selection around it stays. */
function rewrite(node, old, next) {
  if (node.data !== old) {
    node.data = next;
    return;
  }
  const shorter = Math.min(old.length, next.length);
  let start = 0;
  while (start < shorter && old[start] === next[start]) start++;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === next.at(-1 - end)) end++;
  node.replaceData(start, old.length - start - end, next.slice(start, next.length - end));
}
