// A problem as the terminal shows it.

/** As Unicode's annex 11 has it, which the program counts by (site/mathpress/text.py). */
const WIDE = /^(?:[\u1100-\u115f\u2e80-\u303e\u3040-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{17000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})/u;

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

/** Lines of code, and a caret below; all but ASCII, which a font for code has at one width, is put into cells. */
function cells(text) {
  return text.split(/(?<=\n)/).flatMap((line) => {
    const [, space, caret] = line.match(/^( *)(\^+\n?)$/) ?? [];
    if (caret) return [space, span("caret", caret)];
    return line.match(/[\x20-\x7e\n]+|[^]\p{M}*/gu).map((each) => {
      if (/^[\x20-\x7e\n\p{M}]/u.test(each)) return each;
      return span(WIDE.test(each) ? "cell wide" : "cell", each);
    });
  });
}
