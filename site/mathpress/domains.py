"""Hosts at which readers do not find a blog."""

import ipaddress
from typing import Final

_EXAMPLES: Final = (".example.org", ".example.com", ".example.net", ".example")
"""The ends of names of which nobody has one (RFC 2606)."""
_LOCALHOST: Final = ".localhost"


def is_example(host: str) -> bool:
    """Tell whether a host is one that texts name for want of a real one. A blog may be written under it."""
    return f".{host}".endswith(_EXAMPLES)


def is_this_machine(host: str) -> bool:
    """Tell whether a host is the machine that asks for it, by name (RFC 6761, 6.3) or by address."""
    address = _address(host)
    return address.is_loopback or address.is_unspecified if address else f".{host}".endswith(_LOCALHOST)


def is_private(host: str) -> bool:
    """Tell whether a host is an address of a network of its own, in which a blog may be published for those in it."""
    address = _address(host)
    return address is not None and not address.is_global


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
