// What MathJax is told: look only into .mathjax, number nothing by yourself. Macros need no mention: they are expanded
// when the site is built, and numbers stand in the formulas as tags.
window.MathJax = {
  tex: { inlineMath: [["\\(", "\\)"]], displayMath: [["\\[", "\\]"]], tags: "none" },
  options: { ignoreHtmlClass: "site-header|site-main|site-footer", processHtmlClass: "mathjax" },
};
