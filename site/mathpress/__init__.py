"""mathpress publishes mathematics blogs: Markdown and LaTeX in, static pages with MathML out.

The modules, in the order in which they may import one another: a module imports only from lines above its own, or
from its left on the same line.

    text errors model forms config
    tex.lexer tex.mistakes tex.guard tex.calls tex.macros tex.displays tex.numbering tex.colors tex.rewrite
    tex.commands tex.dirac tex.matrices tex.physics tex.units tex.packages tex.environments tex.engines tex.finish
    tex.mathjax tex.plain tex
    markup.placeholders markup.environments markup.search markup.scan markup.outline markup.cjk markup.figures
    markup.tables markup.tags markup.formulas markup.woven markup.weave markup.excerpt markup
    discover fields frontmatter parse
    resolve.urls resolve.addresses resolve.collections resolve.labels resolve
    render.pieces render.views render.theme render.fill render.parts render.pages render.feeds
    render.search render
    write build
    console options serve scaffold cli
"""

from importlib.metadata import version

__version__ = version("mathpress")
