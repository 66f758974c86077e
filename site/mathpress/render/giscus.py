"""The discussion of a post on GitHub, for giscus, which shows it below the post."""

from typing import Final

from mathpress.config import Config
from mathpress.model import Kind
from mathpress.render.languages import locale_of
from mathpress.render.pieces import GiscusView
from mathpress.resolve import Article

_LANGUAGES: Final = {
    "ar", "be", "bg", "ca", "cs", "da", "de", "en", "eo", "es", "eu", "fa", "fr", "gsw", "he", "hu", "id", "it", "ja",
    "ko", "nl", "pl", "pt", "ro", "ru", "th", "tr", "uk", "uz", "vi",
}  # fmt: skip
"""Languages that giscus has under their own codes (2026); for others its page would not be there."""
_OTHER_NAMES: Final = {"bs": "hbs", "el": "gr", "hr": "hbs", "km": "kh", "sr": "hbs", "zh": "zh-CN"}


def giscus(article: Article, config: Config, *, is_preview: bool) -> GiscusView | None:
    """Return where readers comment on an article, or None if they cannot.

    Its title is the address that the article had first, below the site's root and without its suffix: so it stays when
    the site moves and when the article is renamed. Old discussions that were found by the path (`pathname`) are found
    by it too if the site is at the root of its host and the address is of Latin letters: giscus took the path with the
    folder of the site, and with other letters encoded.
    """
    settings, wanted = config.comments, article.document.matter.comments
    if settings is None or not (article.document.kind is Kind.POST if wanted is None else wanted):
        return None
    return GiscusView(
        repo=settings.repo,
        repo_id=settings.repo_id,
        category=settings.category,
        category_id=settings.category_id,
        term=article.first_url.removeprefix("/").removesuffix(".html"),
        strict=settings.strict,
        reactions=settings.reactions,
        input=settings.input,
        language=_language(article.document.matter.lang or config.language),
        url=f"https://github.com/{settings.repo}/discussions",
        is_preview=is_preview,
    )


def _language(tag: str) -> str:
    locale = locale_of(tag)
    if locale.language == "zh" and (locale.script == "Hant" or locale.territory in {"TW", "HK", "MO"}):
        return "zh-TW"
    return locale.language if locale.language in _LANGUAGES else _OTHER_NAMES.get(locale.language, "en")
