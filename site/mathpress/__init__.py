"""mathpress publishes mathematics blogs: Markdown and LaTeX in, static pages with MathML out.

The modules, in the order in which they may import one another: a module imports only from lines above its own, or
from its left on the same line.

    text errors model config
    tex.lexer tex.macros tex.numbering tex.rewrite tex.finish tex.engines tex.plain tex
    markup.scan markup.formulas markup.figures markup.cjk markup.outline markup.weave markup
    discover frontmatter parse
    resolve.urls resolve.collections resolve.labels resolve
    render.views render.theme render.pages render.feeds render
    write build
    serve scaffold cli
"""

from importlib.metadata import version

__version__ = version("mathpress")
