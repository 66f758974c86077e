// The preview's part of a page: it shows what was saved, in place. As the first of the deferred scripts it notes the
// page before the others dress it; later that tells what the server sent from what scripts have made of it.
{
  const { version } = document.currentScript.dataset;
  const copy = document.cloneNode(true);
  const allOf = (root) => {
    const nodes = [root];
    for (const node of nodes) {
      if (node.localName === "math") continue; // a formula is never changed within
      for (const child of node.childNodes) nodes.push(child);
    }
    return nodes;
  };
  const [copies, nodes] = [allOf(copy), allOf(document)];
  import("/_mathpress/live/connection.js").then(({ begin }) => begin(version, copy, copies, nodes));
}
