"""The media types of a site's files, by their names.

Python's own table is joined with whatever the machine at hand has in /etc/mime.types or its registry, and changes from
release to release. A site that is served or sent from two machines is to be the same site, so the table is our own.
"""

from pathlib import PurePosixPath
from typing import Final

UNKNOWN: Final = "application/octet-stream"
"""What browsers offer to save (RFC 2046, 4.5.1)."""
_PLAIN: Final = "text/plain"
_STRUCTURED: Final = ("+xml", "+json")
"""What the names of types end with that are made of XML or JSON (RFC 6838, 4.2.8)."""

BY_NAME: Final = {
    "feed.xml": "application/atom+xml",
    "feed.json": "application/feed+json",
    "LICENSE": _PLAIN,
    "_headers": _PLAIN,
    "_redirects": _PLAIN,
    "atproto-did": _PLAIN,
    "apple-app-site-association": "application/json",
    "host-meta": "application/xrd+xml",
    "webfinger": "application/jrd+json",
}
"""Files that are known by their whole names: our feeds, and what other programs look for on a site."""

TEXTS: Final = {
    "text/html": "html htm",
    "text/css": "css",
    "text/javascript": "js mjs",  # RFC 9239
    "text/markdown": "md markdown",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/calendar": "ics",
    "text/vcard": "vcf",
    "text/vtt": "vtt",
    # Sources, which a browser shows if they are plain text and offers to save if they are anything else.
    _PLAIN: "txt text log tex sty cls bib bst rst org srt asc diff patch toml yaml yml ini cfg conf sh bash ps1 bat "
    "py pyi jl r rs go c h cc cpp cxx hpp hh cu f f90 java kt scala swift hs ml lean v agda rb pl lua php ts tsx jsx "
    "sql m mpl sage gp g gap mac wl stan dot gv asy mp",
}
"""Types of which the encoding is said: all we write is UTF-8, and nothing in these files need say so."""

OTHERS: Final = {
    # JSON is UTF-8 (RFC 8259, 8.1) and XML says its encoding itself (RFC 7303, 3): no charset here.
    "application/json": "json map",
    "application/ld+json": "jsonld",
    "application/geo+json": "geojson",
    "application/manifest+json": "webmanifest",
    "application/x-ipynb+json": "ipynb",
    "application/xml": "xml xsl xslt",
    "application/atom+xml": "atom",
    "application/rss+xml": "rss",
    "application/xhtml+xml": "xhtml",
    "application/mathml+xml": "mathml mml",
    "application/wasm": "wasm",
    "application/pdf": "pdf",
    "application/postscript": "ps eps",
    "application/x-dvi": "dvi",
    "application/epub+zip": "epub",
    "image/vnd.djvu": "djvu djv",
    "application/zip": "zip",
    "application/gzip": "gz tgz",
    "application/x-bzip2": "bz2",
    "application/x-xz": "xz",
    "application/zstd": "zst",
    "application/x-tar": "tar",
    "application/x-7z-compressed": "7z",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-powerpoint": "ppt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/apng": "apng",
    "image/jpeg": "jpg jpeg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
    "image/jxl": "jxl",
    "image/heic": "heic",
    "image/bmp": "bmp",
    "image/tiff": "tif tiff",
    "image/vnd.microsoft.icon": "ico",
    "font/woff2": "woff2",
    "font/woff": "woff",
    "font/ttf": "ttf",
    "font/otf": "otf",
    "font/collection": "ttc otc",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/aac": "aac",
    "audio/ogg": "ogg oga opus",
    "audio/flac": "flac",
    "audio/wav": "wav",
    "audio/midi": "mid midi",
    "video/mp4": "mp4 m4v",
    "video/webm": "webm",
    "video/ogg": "ogv",
    "video/quicktime": "mov",
    "model/gltf-binary": "glb",
    "model/gltf+json": "gltf",
    "model/stl": "stl",
    "model/obj": "obj",
}

_BY_SUFFIX: Final = {
    f".{suffix}": media_type for media_type, suffixes in {**TEXTS, **OTHERS}.items() for suffix in suffixes.split()
}

_COMPRESSIBLE: Final = {
    "application/json",
    "application/xml",
    "application/postscript",
    "application/wasm",
    "application/x-dvi",
    "font/collection",
    "font/otf",
    "font/ttf",
    "image/bmp",
    "image/vnd.microsoft.icon",
    "model/obj",
    "model/stl",
}
"""Types, besides text and what is made of XML or JSON, of which the bytes are not compressed already."""


def media_type(path: PurePosixPath) -> str:
    """Return the value of `Content-Type` for a file of the site (RFC 9110, 8.3); `UNKNOWN` for a name of no kind."""
    bare = BY_NAME.get(path.name) or _BY_SUFFIX.get(path.suffix.lower(), UNKNOWN)
    return f"{bare}; charset=utf-8" if bare in TEXTS else bare


def is_compressible(kind: str) -> bool:
    """Tell whether files of a type, with or without parameters, become smaller when they are compressed."""
    bare = kind.partition(";")[0]
    return bare.startswith("text/") or bare.endswith(_STRUCTURED) or bare in _COMPRESSIBLE
