"""What search engines read of a page: linked data in the words of schema.org, as JSON-LD 1.1.

Templates write it into `<script type="application/ld+json">`, a data block: no browser runs it, so no
Content-Security-Policy is in its way (HTML standard, 4.12.1).
"""

from typing import Any
from urllib.parse import urljoin

from mathpress.render.pieces import Head, LinkView, SiteView
from mathpress.render.views import ListingView, PageView, PostView

Data = dict[str, Any]


def structured(site: SiteView, page: object) -> Data:
    """Return what is to be said of a page: of the front page, of posts and of pages; nothing of others."""
    match page:
        case PostView():
            data = _post(site, page)
        case PageView(head=head):
            data = _work("WebPage", head) | {"name": head.title, "isPartOf": _part_of(site)}
        case ListingView(head=Head(kind="home")):
            data = _blog(site)
        case _:
            return {}
    return {"@context": "https://schema.org"} | {name: value for name, value in data.items() if value}


def _post(site: SiteView, page: PostView) -> Data:
    return _work("BlogPosting", page.head) | {
        "mainEntityOfPage": page.head.canonical,
        "headline": page.head.title,
        "image": page.head.image.canonical if page.head.image else "",
        "datePublished": page.date.iso,
        "dateModified": (page.updated or page.date).iso,
        "author": [_person(site, author) for author in page.authors],
        "articleSection": [category.text for category in page.categories],
        "keywords": [tag.text for tag in page.tags],
        "license": _license(site),
        "isPartOf": _part_of(site),
        "workTranslation": [
            {"@type": "BlogPosting", "@id": other.canonical, "inLanguage": other.language}
            for other in page.head.translations
        ],
    }


def _work(kind: str, head: Head) -> Data:
    return {
        "@type": kind,
        "@id": head.canonical,
        "url": head.canonical,
        "description": head.description,
        "inLanguage": head.language,
    }


def _blog(site: SiteView) -> Data:
    return _part_of(site) | {
        "description": site.description,
        "inLanguage": site.language,
        "author": {"@type": "Person", "name": site.author} if site.author else None,
        "license": _license(site),
        "sameAs": [link.url for link in site.social if link.url.startswith("http")],
    }


def _part_of(site: SiteView) -> Data:
    return {"@type": "Blog", "@id": site.address, "url": site.address, "name": site.title}


def _person(site: SiteView, author: LinkView) -> Data:
    person = {"@type": "Person", "name": author.text}
    return person | ({"url": urljoin(site.address, author.url)} if author.url else {})


def _license(site: SiteView) -> str:
    return urljoin(site.address, site.license.url) if site.license and site.license.url else ""
