// What MathJax is told: look only into .mathjax, number nothing by yourself. Macros need no mention: they are expanded
// when the site is built, and numbers stand in the formulas as tags. A MathJax of the site's own has its fonts beside
// itself, as npm puts them: static/mathjax/ and static/@mathjax/; otherwise it would fetch them from its makers' host.
window.MathJax = {
  loader: {
    load: ["[tex]/mathtools"], // the only package known to the build that MathJax does not load by itself when needed
    paths: "local" in document.currentScript.dataset ? { fonts: "[mathjax]/../@mathjax" } : {},
  },
  tex: {
    packages: { "[+]": ["mathtools"] },
    inlineMath: [["\\(", "\\)"]],
    displayMath: [["\\[", "\\]"]],
    tags: "none",
  },
  options: { ignoreHtmlClass: "site-header|site-main|site-footer", processHtmlClass: "mathjax" },
};
