"""mathpress publishes mathematics blogs: Markdown and LaTeX in, static pages with MathML out.

The modules, in the order in which they may import one another: a module imports only from lines above its own, or
from its left on the same line.

    text errors mediatypes caching domains urlpath portable intake bounds kept versions machine children naming cited
    matter comments model outputs fragments packing seen fingerprints words forms tables settings schemas destination
    deployment refusals config
    tex.lexer tex.mistakes tex.lengths tex.guard tex.fences tex.lookalikes tex.calls tex.definitions tex.expansions
    tex.macros tex.abbreviations tex.counters tex.displays tex.numbering tex.fractions tex.elements
    tex.engines tex.colors tex.rewrite tex.drawing tex.commands tex.infix tex.arrows tex.dots tex.words tex.boxes
    tex.links tex.characters tex.dirac tex.matrices tex.physics tex.units tex.packages tex.diagrams tex.mathtools
    tex.environments tex.rows tex.finish tex.formula tex.mathjax tex.traces tex.names tex.plain tex.tags tex
    specimen
    markup.placeholders markup.delimiters markup.pieces markup.targets markup.lists markup.parser markup.footnotes
    markup.line markup.inline markup.destinations markup.definitions markup.notices markup.fences markup.rawhtml
    markup.abbreviations markup.outline markup.syntax markup.environments markup.slips markup.search markup.finds
    markup.citations markup.documents markup.blocks markup.apart markup.indents
    markup.scan markup.latex markup.labels markup.cjk markup.figures markup.tables markup.tags markup.tasks
    markup.sanitise markup.attributes markup.captions markup.displays markup.formulas markup.theorems markup.woven
    markup.elements markup.statements markup.weave markup.excerpt markup.convert markup.titles markup.remarks markup
    reading discover shaping covers fields keys leading yamltext frontmatter whereabouts discussion parse
    bibparser bibtex resolve.urls resolve.addresses resolve.collections resolve.missing resolve.landmarks resolve.labels
    resolve.translations resolve.titles resolve.citations resolve.sections resolve.arrangement resolve edits
    render.pieces render.views render.structured render.sources render.templates render.theme render.card_fonts
    render.text_drawing render.stix render.formula_drawing render.card render.cards render.sizes render.variants
    render.images render.alphabets render.mending render.typeface render.fonts render.picture render.references
    render.readers render.fill render.covers render.citing render.languages render.giscus render.context render.parts
    render.rendering render.threads render.listings render.pages render.syndication render.feeds render.phrases
    render.search render.paths render
    cache quarantine workers library compress manifest obstacles locking write last_build preparation memory build
    console options
    deploy deploy.manifest deploy.files deploy.plan deploy.target deploy.lease deploy.folder deploy.releases
    deploy.tools deploy.ssh deploy.rsync deploy.git deploy.stores deploy.bucket deploy.targets deploy.delivery
    deploy.command
    headers headers.sheets headers.needs headers.policy headers.hosting headers.hosts headers.command
    serve serve.shown serve.files serve.guard serve.tabs serve.watching serve.builds serve.application
    serve.prettyprint serve.formula serve.instance serve.preview serve.command
    importers importers.diagnostics importers.prose importers.workarounds importers.edits importers.prices
    importers.repairs importers.records importers.front_matter importers.permalinks importers.markdown_syntax
    importers.links importers.old_files importers.addresses importers.adopt importers.composition importers.arrangement
    importers.placing importers.dry_run importers.tags importers.hugo_urls importers.shortcodes
    importers.hugo_settings importers.hugo_hidden importers.hugo importers.liquid importers.kramdown
    importers.jekyll_urls importers.jekyll_settings importers.jekyll importers.hexo_urls importers.hexo_tags
    importers.hexo_settings importers.hexo
    importers.comments importers.asides importers.escapes importers.html_to_markdown importers.uploads importers.zones
    importers.wxr importers.wordpress_math importers.wordpress_tags importers.wordpress_parts importers.wordpress
    importers.sqldump importers.typecho_tables importers.typecho_routes importers.typecho_files importers.typecho
    importers.pelican_settings importers.pelican_front_matter importers.pelican_urls importers.pelican
    importers.program importers.report importers.command
    check check.latex_lint check.page check.sources check.built check.places check.links check.ids check.html_syntax
    check.images check.labels check.orphans check.front_matter check.formulas check.feeds check.settings
    check.connections check.link_requests check.external_links check.checks check.formats check.command
    scaffold workflows rename cli
    __main__
"""

__version__ = "0.1.0"
