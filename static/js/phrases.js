// Makes of a query what is looked for in the search index: phrases of ideographs, phrases of formulas, and words.
// What a formula becomes is said in site/mathpress/render/phrases.py, and by the table that is published with the index.

// The same characters as IDEOGRAPHS of site/mathpress/text.py; a test compares them.
const IDEOGRAPHS = "\u3005-\u3007\u303b\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}";
const RUN = new RegExp(`([${IDEOGRAPHS}]+)`, "u");
const ONE = new RegExp(`[${IDEOGRAPHS}]`, "u");
// A letter, digit or parenthesis with an operator behind it, a sign of LaTeX, or a character that formulas alone have.
const OF_FORMULAS = /[\p{L}\p{N})][=<>|+*/(]|[\\^_$\u00ac\u00b1-\u00b3\u00b9\u00d7\u00f7\u0370-\u03ff\u2016\u2032-\u2034\u2070-\u209c\u2100-\u214f\u2190-\u23ff\u25a0-\u25ff\u27c0-\u27ff\u2900-\u2aff\u{1d400}-\u{1d7ff}]/u;
const WORD = /^\p{L}{2}[\p{L}\p{N}'’.,:;!?-]*$/u;
const SYMBOLS = /^(d[a-z]|\p{L}?\p{Script=Greek}\p{L}?)[.,:;!?]*$/u; // two letters that are no word: dx, βx

/** The words of a formula, as `phrase` of site/mathpress/render/phrases.py returns them. */
export function phrase(tex, { mark, token, names, folded }) {
  const words = [];
  for (const [, piece = ""] of tex.matchAll(new RegExp(token, "gu"))) {
    const text = Object.hasOwn(names, piece) ? names[piece] : piece;
    if (text.startsWith("\\")) words.push(`${mark}0${text.slice(1).toLowerCase()}`);
    else words.push(...[...characters(text, folded)].map((char) => word(char, mark)));
  }
  return words.filter(Boolean).join(" ");
}

function characters(text, folded) {
  let made = text;
  if (/^[\u00b2\u00b3\u00b9\u2070-\u207f]/.test(text)) made = `^${text}`;
  else if (/^[\u2080-\u209c]/.test(text)) made = `_${text}`;
  return [...made.normalize("NFKC")].map((char) => folded[char] ?? char).join("");
}

function word(char, mark) {
  if (/[\s\ufe00]/.test(char) || ONE.test(char)) return "";
  if (/[A-Z]/.test(char)) return `${mark}${char.toLowerCase()}1`;
  return mark + (/[a-z0-9]/.test(char) ? char : `u${char.codePointAt(0).toString(16)}`);
}

/**
 * The parts of a query, of which a page must have all. Each part is a list of ways to look for it, the best first, and a
 * way a list of searches that must all find the page: `{ search, words }`, where `words` are those that the page must
 * have as they are typed, give or take an ending. A formula is looked for as a whole, then piece by piece as spaces part
 * it (`\int e^{-x}` finds an integral with limits), then as words, for `to_json` and `α-β` may be none.
 */
export function partsOf(query, table) {
  const parts = [];
  const words = [];
  for (const [index, text] of query.split(RUN).entries()) {
    if (index % 2) {
      parts.push([[quoted([...text].join(" "))]]);
      continue;
    }
    for (const { chunks, isFormula } of stretches(text)) {
      const typed = chunks.filter((chunk) => /[\p{L}\p{N}]/u.test(chunk));
      if (!isFormula) {
        words.push(...typed);
        continue;
      }
      const whole = chunks.join(" ");
      const phrases = chunks.map((chunk) => phrase(chunk, table)).filter(Boolean);
      if (!phrases.length) continue;
      const ways = [[quoted(phrase(whole, table))], phrases.map(quoted)];
      if (typed.length && !/[\\{}$^]/.test(whole)) ways.push([together(typed)]);
      // In `intégrale de e^{-x}` the `de` is a word, though it could be a differential.
      const short = typed.filter((chunk) => /^\p{L}{1,2}[.,:;!?]*$/u.test(chunk));
      const others = chunks.filter((chunk) => !short.includes(chunk)).map((chunk) => phrase(chunk, table)).filter(Boolean);
      if (short.length && others.length) ways.push([...others.map(quoted), together(short)]);
      parts.push(ways);
    }
  }
  return words.length ? [...parts, [[together(words)]]] : parts;
}

function quoted(text) {
  return { search: `"${text}"`, words: [] };
}

function together(words) {
  return { search: words.join(" "), words };
}

/** Runs of words, and runs of what may be a formula and has a sign of one: in `KL \log p` these are `KL` and `\log p`. */
function stretches(text) {
  const found = [];
  let depth = 0;
  let isBetweenDollars = false;
  for (const chunk of text.match(/\S+/g) ?? []) {
    const isInside = depth > 0 || isBetweenDollars;
    const isWord = !isInside && WORD.test(chunk) && !SYMBOLS.test(chunk);
    depth = Math.max(0, depth + count(chunk, /(?<!\\)\{/g) - count(chunk, /(?<!\\)\}/g));
    if (count(chunk, /(?<!\\)\$/g) % 2) isBetweenDollars = !isBetweenDollars;
    const last = found.at(-1);
    if (last?.isWord === isWord) last.chunks.push(chunk);
    else found.push({ chunks: [chunk], isWord });
  }
  return found.map(({ chunks, isWord }) => ({ chunks, isFormula: !isWord && OF_FORMULAS.test(chunks.join(" ")) }));
}

function count(text, pattern) {
  return (text.match(pattern) ?? []).length;
}
