// What MathJax is told: look only into .mathjax, number nothing by yourself. Macros need no mention: they are expanded
// when the site is built, and numbers stand in the formulas as tags. A MathJax of the site's own has its fonts beside
// itself, as npm puts them: static/mathjax/ and static/@mathjax/; otherwise it would fetch them from its makers' host.
window.MathJax = {
  loader: "local" in document.currentScript.dataset ? { paths: { fonts: "[mathjax]/../@mathjax" } } : {},
  tex: { inlineMath: [["\\(", "\\)"]], displayMath: [["\\[", "\\]"]], tags: "none" },
  options: { ignoreHtmlClass: "site-header|site-main|site-footer", processHtmlClass: "mathjax" },
};
