// A blog as its author would set it up: MathML by KaTeX, listings of ten posts with excerpts, an Atom feed.
import highlight from "@11ty/eleventy-plugin-syntaxhighlight";
import katex from "@vscode/markdown-it-katex";

const PER_PAGE = 10;

// The pages of all listings, since a template can go through the pages of one list only.
function listings(posts) {
  const lists = [["/", "", posts]];
  for (const taxonomy of ["categories", "tags"]) {
    for (const [term, members] of terms(posts, taxonomy)) {
      lists.push([`/${taxonomy}/${term}/`, term, members]);
    }
  }
  return lists.flatMap(([root, heading, members]) => {
    const total = Math.ceil(members.length / PER_PAGE);
    const url = (number) => (number === 1 ? root : `${root}page/${number}/`);
    return Array.from({ length: total }, (_, index) => ({
      url: url(index + 1),
      heading,
      posts: members.slice(index * PER_PAGE, (index + 1) * PER_PAGE),
      number: index + 1,
      total,
      newer: index > 0 ? url(index) : "",
      older: index + 1 < total ? url(index + 2) : "",
    }));
  });
}

function terms(posts, taxonomy) {
  const found = new Map();
  for (const post of posts) {
    for (const term of post.data[taxonomy]) {
      found.set(term, [...(found.get(term) ?? []), post]);
    }
  }
  return found;
}

export default function (config) {
  const newestFirst = (api) => api.getFilteredByGlob("posts/*.md").reverse();
  config.addPlugin(highlight);
  config.amendLibrary("md", (markdown) => markdown.use(katex.default, { output: "mathml", throwOnError: true }));
  config.addPassthroughCopy({ img: "posts/img" });
  config.addCollection("newest", newestFirst);
  config.addCollection("listings", (api) => listings(newestFirst(api)));
  config.addCollection("taxonomies", (api) =>
    ["categories", "tags"].map((name) => ({ name, terms: [...terms(newestFirst(api), name)] })),
  );
  config.addFilter("excerpt", (html) => html.split("<!-- more -->")[0]);
  config.addFilter("iso", (date) => date.toISOString());
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("badge", (date) =>
    date.toLocaleString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" }),
  );
  config.addFilter("description", (html) => html.replace(/<[^>]*>/g, "").slice(0, 120));
  return { dir: { input: ".", output: "public" }, markdownTemplateEngine: false, htmlTemplateEngine: "njk" };
}
