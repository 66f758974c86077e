"""Settings under which a site can be built but not published."""

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from mathpress.check.built import Built
from mathpress.config import setting_place
from mathpress.errors import Problem, Severity


def unpublishable(built: Built) -> Iterator[Problem]:
    """Yield an address that only this machine knows, which feeds, cards and search engines would be told."""
    host = urlsplit(built.config.url).hostname or ""
    if host == "localhost" or _is_private(host):
        message = f"the site's address is {built.config.url}, which readers cannot open; set `url`"
        yield Problem(setting_place(built.root, "url"), "config-local", message, Severity.WARNING)


def _is_private(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return False
