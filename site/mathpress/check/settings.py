"""Settings under which a site can be built but not published."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from mathpress.check.built import Built
from mathpress.config import setting_place
from mathpress.domains import is_private, is_this_machine
from mathpress.errors import Problem, Severity


def unpublishable(built: Built) -> Iterator[Problem]:
    """Yield an address of this machine or its network, which feeds, cards and search engines would be told."""
    host = urlsplit(built.config.url).hostname or ""
    if is_this_machine(host) or is_private(host):
        message = f"the site's address is {built.config.url}, which readers cannot open; set `url`"
        yield Problem(setting_place(built.root, "url"), "config-local", message, Severity.WARNING)
