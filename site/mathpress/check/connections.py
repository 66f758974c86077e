"""Connections to other sites: each for one question, for no longer than a while, and to the public Internet alone.

urllib3 limits how long each read takes, not all of them together: a server that sends a byte now and then would never
be done. It limits as well how long each address of a host may take to connect, not all the addresses that it has.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import IPv6Address, ip_address
from socket import SHUT_RDWR, socket
from threading import Timer
from typing import ClassVar

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse


class CutError(HTTPError):
    """A connection was ended on our side; the message says why."""


def pools(*, longest: float, private: bool) -> dict[str, type[HTTPConnectionPool]]:
    """Return what makes connections by the scheme of an address. Once connected, they last `longest` seconds at most.

    Unless hosts may be `private`, none leads to this machine or its own network.
    """
    bounds = {"longest": longest, "private": private}
    plain = type("_Plain", (_Connection,), bounds)
    secure = type("_Secure", (_Connection, HTTPSConnection), bounds)
    return {
        "http": type("_PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
        "https": type("_SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
    }


class _Connection(HTTPConnection):
    """A connection on which a question is asked and the head of an answer read, within bounds."""

    longest: ClassVar[float]
    private: ClassVar[bool]
    _end: Timer | None = None
    _is_late = False

    def _new_conn(self) -> socket:
        connected = super()._new_conn()
        if not self.private:
            _expect_public(connected, self.host)
        self._handle = connected.dup()  # for TLS takes the other one over
        self._is_late = False
        self._end = Timer(self.longest, self._cut)
        self._end.daemon = True
        self._end.start()
        return connected

    def _cut(self) -> None:
        self._is_late = True
        with suppress(OSError):  # it has ended by itself
            self._handle.shutdown(SHUT_RDWR)

    def connect(self) -> None:
        """Connect. Raises `CutError` if TLS takes too long."""
        with self._in_time():
            super().connect()

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3 has it
        """Return the answer, of which the head alone is read. Raises `CutError` if that takes too long."""
        # the connection may be closed here already, and its answer still be read
        with self._handle.dup() as handle:
            with self._in_time():
                response = super().getresponse()
            with suppress(OSError):
                handle.shutdown(SHUT_RDWR)
        return response

    def close(self) -> None:
        """Close it."""
        if self._end:
            self._end.cancel()
            self._handle.close()
        super().close()

    @contextmanager
    def _in_time(self) -> Iterator[None]:
        caught = None
        try:
            yield
        except Exception as error:
            caught = error
        if self._is_late:  # the end of a connection may pass for that of the head
            raise CutError(f"{self.host} takes longer than {self.longest:.0f} seconds to answer") from caught
        if caught:
            raise caught


def _expect_public(connected: socket, host: str) -> None:
    """Raise `CutError` before a byte is sent to a private address, whatever its name resolved to before."""
    peer = ip_address(connected.getpeername()[0].partition("%")[0])
    if isinstance(peer, IPv6Address) and peer.ipv4_mapped:
        peer = peer.ipv4_mapped
    if not peer.is_global or peer.is_multicast:
        connected.close()
        raise CutError(f"{host} is on this machine or its own network; it is not asked")
