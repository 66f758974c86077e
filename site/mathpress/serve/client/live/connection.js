// The line to the preview's server: what it says of each build is shown.
import { refresh } from "./files.js";
import { Mirror } from "./morph.js";
import { Panel } from "./panel.js";
import { bare, fetchSource, hasOtherShell } from "./source.js";
import { pointOut } from "./spot.js";

const FIRST_PAUSE = 100; // milliseconds until the server is looked for again,
const LAST_PAUSE = 2000; // and at most
const ENDED = "The preview has ended.";
const GONE = "The site no longer has this page.";

/** Begin with the version of a page, a copy of it as it was before scripts dressed it, and the nodes of both in order. */
export function begin(pageVersion, copy, copies, nodes) {
  const panel = isPartOfPreview() ? null : new Panel();
  const mirror = new Mirror();
  const known = learn();
  let version = pageVersion;
  let heard = ""; // the last build that was told of
  let hadPage = false;
  let socket;
  let pause = FIRST_PAUSE;
  let timer;
  let shown = Promise.resolve();

  /** Learn what of the copy is the source, and what was added by scripts that ran while the page was parsed. */
  async function learn() {
    const sent = await fetchSource();
    if (sent?.version !== pageVersion) return false; // it was built again in the meantime
    bare(copy);
    await mirror.update(copy, sent.page);
    copies.forEach((source, index) => mirror.know(source, nodes[index]));
    return true;
  }

  async function show(message) {
    heard = message.heard;
    panel?.show(message.problems, message.failed);
    panel?.tell(message.version === null && hadPage ? GONE : "");
    hadPage ||= message.version !== null;
    const moved = message.moved && new URL(message.moved, location);
    if (moved && moved.pathname !== location.pathname) location.replace(moved.pathname + location.search + location.hash);
    else if (refresh(message.files, message.build)) location.reload();
    else if (message.version && message.version !== version) await update(message.edited);
  }

  async function update(edited) {
    const [isKnown, sent] = await Promise.all([known, fetchSource()]);
    if (!sent) return; // the server has ended, and will tell again
    if (!isKnown || !sent.version || hasOtherShell(copy, sent.page)) {
      location.reload();
      return;
    }
    version = sent.version;
    const changes = await mirror.update(copy, sent.page);
    document.dispatchEvent(new Event("mathpress:update"));
    typeset(changes);
    if (edited) pointOut(changes, panel?.height ?? 0);
  }

  function connect() {
    const address = new URL("/_mathpress/live", location);
    address.protocol = address.protocol.replace("http", "ws");
    address.search = new URLSearchParams({ page: pathOf(location), heard });
    const opened = new WebSocket(address);
    socket = opened;
    opened.addEventListener("open", () => {
      pause = FIRST_PAUSE;
      panel?.tell("");
    });
    opened.addEventListener("message", ({ data }) => {
      shown = shown.then(() => show(JSON.parse(data))).catch(() => location.reload());
    });
    opened.addEventListener("close", () => {
      if (socket !== opened) return; // the page was left
      if (pause > FIRST_PAUSE) panel?.tell(ENDED);
      timer = setTimeout(connect, pause);
      pause = Math.min(2 * pause, LAST_PAUSE);
    });
  }

  // A page with an open line is not kept for the way back to it.
  addEventListener("pagehide", () => {
    clearTimeout(timer);
    const left = socket;
    socket = null;
    if (left?.readyState === WebSocket.OPEN) left.close(); // before, a browser would complain of it
  });
  addEventListener("pageshow", ({ persisted }) => persisted && connect());
  connect();
}

/** The path as it was meant: `/文/`, not `/%E6%96%87/`. */
function pathOf({ pathname }) {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname; // no page has such an address
  }
}

/** Whether the page stands in another one of the preview, which has the problems. */
function isPartOfPreview() {
  try {
    return window !== parent && parent.location.origin === location.origin;
  } catch {
    return false; // it is somebody else's, such as an editor's
  }
}

/** Let MathJax draw what is new, if the page has it. */
function typeset(changes) {
  const formulas = changes.flatMap(({ node, now }) =>
    now?.querySelectorAll && node.querySelectorAll ? [node, ...node.querySelectorAll(".mathjax")] : [],
  );
  const wanted = formulas.filter((each) => each.matches(".mathjax"));
  if (!wanted.length || !window.MathJax?.typesetPromise) return;
  MathJax.typesetClear(changes.flatMap(({ gone }) => gone ?? []));
  MathJax.startup.promise.then(() => MathJax.typesetPromise(wanted));
}
