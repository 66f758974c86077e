// A problem as the terminal shows it.

// Characters of two cells, by Unicode's annex 11, which the program counts by (site/mathpress/text.py); those that a font
// for code has at one width; and others, each with the marks above it.
const RUNS =
  /(?<wide>[\u1100-\u115f\u2e80-\u303e\u3040-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{17000}-\u{1b2ff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]+)|[\n\x20-\x7e\p{M}]+|(?<narrow>[^]\p{M}*)/gu;

/** The text of a problem: lines that begin at the margin say something, the lines that are indented below show where. */
export function diagnostic({ severity, text }) {
  const made = document.createElement("pre");
  made.className = severity;
  for (const part of text.split(/(?<=\n)(?=\S)/)) {
    const [said, ...where] = part.split(/(?<=^[^\n]*\n)/);
    made.append(span("said", ...marked(said, severity)));
    if (where.length) made.append(span("line", ...cells(where.join(""))));
  }
  return made;
}

function span(className, ...children) {
  const made = document.createElement("span");
  made.className = className;
  made.append(...children);
  return made;
}

/** `place: error: message`, with the word in its colour. */
function marked(said, severity) {
  const [place, ...message] = said.split(`: ${severity}: `);
  return message.length ? [`${place}: `, span("kind", severity), `: ${message.join(`: ${severity}: `)}`] : [said];
}

/** Lines of code with a caret below. What has not the width of a cell by itself is given it. */
function cells(text) {
  return text.split(/(?<=\n)/).flatMap((line) => {
    const [, space, caret] = line.match(/^( *)(\^+\n?)$/) ?? [];
    if (caret) return [space, span("caret", caret)];
    return [...line.matchAll(RUNS)].map(({ 0: run, groups: { wide, narrow } }) => {
      if (!wide && !narrow) return run;
      const cell = span("cells", run);
      cell.style.inlineSize = wide ? `${2 * [...wide].length}ch` : "1ch";
      return cell;
    });
  });
}
