// Which child of an element is which of its children as they are now: a diff of nodes instead of lines. No child changes
// places, for a node that is moved loses what it was doing: it is taken out and put in anew. In time that is linear in
// what differs, but for sorting.

/** How to know a child again: by all that it is, else by its id. A key counts where it is there once. */
const KEYS = [(node) => node.outerHTML, (node) => node.id && `${node.localName}#${node.id}`];
/** Attributes that tell elements of one name apart, above all in a head. */
const KINDS = ["rel", "name", "property", "type", "hreflang"];

/**
 * Pairs [old, new, whether they are equal] of the children of an element, in order. One that has become nothing, or has
 * come from nothing, is in a pair with null.
 */
export function* align(olds, news) {
  const shorter = Math.min(olds.length, news.length);
  let start = 0;
  while (start < shorter && olds[start].isEqualNode(news[start])) start++;
  const most = shorter - start - (olds.length === news.length ? 1 : 0); // the pair that ended the first loop is not asked again
  let end = 0;
  while (end < most && olds.at(-1 - end).isEqualNode(news.at(-1 - end))) end++;
  for (let place = 0; place < start; place++) yield [olds[place], news[place], true];
  yield* alignDifferent(olds.slice(start, olds.length - end), news.slice(start, news.length - end));
  for (let place = -end; place < 0; place++) yield [olds.at(place), news.at(place), true];
}

function* alignDifferent(olds, news) {
  if (olds.length + news.length > 2 && olds.length && news.length) {
    for (const keyOf of KEYS) {
      const anchors = increasing(common(olds, news, keyOf));
      if (anchors.length) return yield* alignAround(anchors, olds, news);
    }
  }
  yield* alignInOrder(olds, news);
}

/** The places [old, new] of what both have once, in the order of the old. */
function common(olds, news, keyOf) {
  const [inOlds, inNews] = [olds, news].map((nodes) => {
    const places = new Map();
    nodes.forEach((node, place) => {
      const key = keyOf(node);
      if (key) places.set(key, places.has(key) ? null : place);
    });
    return places;
  });
  return [...inOlds].map(([key, place]) => [place, inNews.get(key) ?? null]).filter((pair) => !pair.includes(null));
}

/** The longest part of `pairs` in which the new places increase too (patience sorting). */
function increasing(pairs) {
  const ends = []; // of the runs of each length, the pair with the least new place
  const before = new Map();
  for (const pair of pairs) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle][1] < pair[1]) low = middle + 1;
      else high = middle;
    }
    before.set(pair, ends[low - 1]);
    ends[low] = pair;
  }
  const run = [];
  for (let pair = ends.at(-1); pair; pair = before.get(pair)) run.push(pair);
  return run.reverse();
}

function* alignAround(anchors, olds, news) {
  let [old, next] = [0, 0];
  for (const [oldPlace, newPlace] of anchors) {
    yield* align(olds.slice(old, oldPlace), news.slice(next, newPlace));
    yield [olds[oldPlace], news[newPlace], olds[oldPlace].isEqualNode(news[newPlace])];
    [old, next] = [oldPlace + 1, newPlace + 1];
  }
  yield* align(olds.slice(old), news.slice(next));
}

const kindOf = (node) => [node.nodeName, ...KINDS.map((name) => node.getAttribute?.(name))].join();

/** The next of a kind has become the next of that kind. */
function* alignInOrder(olds, news) {
  const places = new Map(); // of each kind, the last one first
  for (let place = olds.length - 1; place >= 0; place--) {
    const kind = kindOf(olds[place]);
    if (places.has(kind)) places.get(kind).push(place);
    else places.set(kind, [place]);
  }
  let next = 0;
  for (const each of news) {
    const waiting = places.get(kindOf(each)) ?? [];
    while (waiting.at(-1) < next) waiting.pop();
    if (waiting.length) {
      while (next < waiting.at(-1)) yield [olds[next++], null];
      yield [olds[next++], each];
    } else yield [null, each];
  }
  while (next < olds.length) yield [olds[next++], null];
}
