// Runs in each page before its own scripts, and says when a mark that was not there before has been painted. Its number,
// `mark17end`, grows with each edit. Times are in milliseconds since 1970.
{
  const MARK = /mark(\d+)end/g;
  const now = () => performance.timeOrigin + performance.now();
  let last = -1;
  let message = {}; // of the preview: when it came, and what it says of its own times, in seconds
  let fetched = null;

  globalThis.WebSocket = class extends WebSocket {
    constructor(...how) {
      super(...how);
      this.addEventListener("message", ({ data }) => {
        try {
          const { noticed, began, built } = JSON.parse(data);
          message = { told: now(), noticed, began, built };
        } catch {} // another program's
      });
    }
  };

  new PerformanceObserver((list) => {
    for (const { initiatorType, responseEnd } of list.getEntries()) {
      if (initiatorType === "fetch") fetched = performance.timeOrigin + responseEnd;
    }
  }).observe({ type: "resource" });

  const look = () => {
    const found = Array.from((document.body?.textContent ?? "").matchAll(MARK), ([, number]) => Number(number));
    const mark = Math.max(-1, ...found);
    if (mark <= last) return;
    last = mark;
    const there = now();
    // The first frame draws what is there; when the second begins, it has been drawn.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => console.debug(`painted ${JSON.stringify({ ...message, mark, fetched, there, painted: now() })}`)),
    );
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
}
