"""Records as bytes, and bytes read back by a reader that knows our records alone.

So documents travel between processes and lie in the cache, and a cache that came with a blog from elsewhere runs
nothing.
"""

import io
import pickle
import zlib
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from mathpress import cited, comments, errors, matter, model
from mathpress.comments import Comment
from mathpress.model import Document, Fragment

_RECORDS: Final = {
    (module.__name__, name): value
    for module in (cited, comments, errors, matter, model)
    for name, value in vars(module).items()
    if isinstance(value, type) and value.__module__ == module.__name__
}
_VALUES: Final = {
    ("datetime", "date"), ("datetime", "datetime"), ("datetime", "time"), ("datetime", "timedelta"),
    ("datetime", "timezone"), ("zoneinfo", "ZoneInfo"),
    (PurePosixPath.__module__, "PurePosixPath"),  # pathlib, in Python 3.13 a module within it
}  # fmt: skip
"""What front matter may hold besides text, numbers, lists and tables."""


def _fields_of(record: type) -> Callable[[object], tuple[type, tuple[object, ...]]]:
    """Return what takes such a record apart: to make it of its fields is faster than to set one after the other."""
    names = [each.name for each in fields(record)]
    return lambda made: (record, tuple(getattr(made, name) for name in names))


_REDUCED: Final = {
    **{record: _fields_of(record) for record in _RECORDS.values() if is_dataclass(record)},
    ZoneInfo: lambda zone: (ZoneInfo, (str(zone),)),  # its key; else it names a function to read it by
}

Record = TypeVar("Record")


class UnpackingError(Exception):
    """The bytes are no such record."""


def pack(record: object) -> bytes:
    """Return a record as bytes."""
    written = io.BytesIO()
    pickler = pickle.Pickler(written, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _REDUCED
    pickler.dump(record)
    return written.getvalue()


def unpack(data: bytes, kind: type[Record]) -> Record:
    """Return the record that was packed. Raises `UnpackingError` if it is of another kind, or none."""
    try:
        found = _Reader(io.BytesIO(data)).load()
    except Exception as error:  # whoever made these bytes
        raise UnpackingError from error
    if not isinstance(found, kind):
        raise UnpackingError
    return found


class Parcel(NamedTuple):
    """What parsing makes of a source, as bytes: the document, and its texts, of which each can be read alone."""

    document: bytes
    texts: bytes


_SIZE: Final = 4
"""The bytes that say how long the text is which follows them."""


def parcel(document: Document, html: Fragment, excerpt: Fragment, comments: tuple[Comment, ...] = ()) -> Parcel:
    """Pack a document with its HTML, its excerpt and its comments."""
    texts = [zlib.compress(pack(text), 1) for text in (excerpt, html, comments)]
    return Parcel(pack(document), b"".join(len(text).to_bytes(_SIZE) + text for text in texts))


def excerpt_in(texts: bytes) -> Fragment:
    """Return the excerpt in packed texts. Raises `UnpackingError`."""
    return _text(texts, 0)


def html_in(texts: bytes) -> Fragment:
    """Return the HTML in packed texts. Raises `UnpackingError`."""
    return _text(texts, 1)


def comments_in(texts: bytes) -> tuple[Comment, ...]:
    """Return the comments in packed texts. Raises `UnpackingError`."""
    return _text(texts, 2)


def _text(texts: bytes, number: int) -> tuple[Any, ...]:
    begin = 0
    for _ in range(number):
        begin += _SIZE + _length(texts, begin)
    begin += _SIZE
    try:
        return unpack(zlib.decompress(texts[begin : begin + _length(texts, begin - _SIZE)]), tuple)
    except zlib.error as error:
        raise UnpackingError from error


def _length(texts: bytes, begin: int) -> int:
    return int.from_bytes(texts[begin : begin + _SIZE])


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _RECORDS and (module, name) not in _VALUES:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a document")
        # What calls the class, not the class: a pickle can set attributes of whatever it is given.
        return super().find_class(module, name).__call__
