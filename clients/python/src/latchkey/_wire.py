"""A connection that http.client speaks over, of which each exchange has a deadline as a whole."""
from __future__ import annotations

import http.client
import io
import re
import select
import socket
import ssl
import time
from typing import Any, List, Mapping, NamedTuple, Optional

from ._base_url import BaseUrl

# Lambda answers with 6 MB at the most.
MAX_BYTES = 10_000_000

# Servers that tell no other time close what is idle for five seconds and more.
_IDLE_SECONDS = 4.0


class Received(NamedTuple):
    """An answer as it came; `body` is None where it was longer than anything that Latchkey says."""

    status: int
    headers: http.client.HTTPMessage
    body: Optional[bytes]


class _Socket:
    """As much of a socket as http.client uses; whatever waits, waits until the deadline."""

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        self.connected = connected
        self.deadline = deadline

    def sendall(self, data: Any) -> None:
        self._limit()
        self.connected.sendall(data)

    def makefile(self, *_: Any, **__: Any) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self))

    def receive(self, buffer: Any) -> int:
        self._limit()
        return self.connected.recv_into(buffer)

    def close(self) -> None:
        """Answers are read after http.client has closed this: `Wire.close` closes the socket."""

    def _limit(self) -> None:
        remaining = self.deadline - time.monotonic()
        if remaining <= 0:
            raise socket.timeout("the deadline is over")
        self.connected.settimeout(remaining)


class _Reader(io.RawIOBase):
    def __init__(self, source: _Socket) -> None:
        super().__init__()
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._source.receive(buffer)


class Wire:
    """
    One connection. Host names are resolved by the platform, which has a time limit of its own.

    Raises OSError, http.client.HTTPException, ValueError in whatever it does.
    """

    def __init__(self, base: BaseUrl, context: Optional[ssl.SSLContext], timeout: float) -> None:
        deadline = time.monotonic() + timeout
        connected = socket.create_connection((base.host, base.port), timeout)
        try:
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if context is not None:
                connected.settimeout(max(0.001, deadline - time.monotonic()))
                connected = context.wrap_socket(connected, server_hostname=base.host)
        except BaseException:
            connected.close()
            raise
        self._socket = _Socket(connected, deadline)
        self._http = http.client.HTTPConnection(base.host, base.port)
        # A program can have all connections write what they send to its standard output.
        self._http.set_debuglevel(0)
        # It would connect anew by itself, and without TLS.
        self._http.auto_open = 0
        # Left out of the header Host.
        self._http.default_port = 443 if base.scheme == "https" else 80
        self._http.sock = self._socket
        self._fresh_until = 0.0

    def exchange(
        self, method: str, target: str, headers: Mapping[str, str], body: Optional[bytes], deadline: float
    ) -> Received:
        """Sends a request, and reads the answer to its end."""
        self._socket.deadline = deadline
        self._http.request(method, target, body, dict(headers))
        response = self._http.getresponse()
        received = Received(response.status, response.headers, _read(response))
        is_whole = received.body is not None and response.isclosed()
        self._fresh_until = 0.0 if response.will_close or not is_whole else time.monotonic() + _idle_seconds(response)
        response.close()
        return received

    @property
    def is_reusable(self) -> bool:
        """Whether another request can be sent: it was not idle for too long, and the server has not closed it."""
        return time.monotonic() < self._fresh_until and not _is_readable(self._socket.connected)

    def close(self) -> None:
        self._fresh_until = 0.0
        self._socket.connected.close()


def _read(response: http.client.HTTPResponse) -> Optional[bytes]:
    if 300 <= response.status < 400:
        return None
    parts: List[bytes] = []
    size = 0
    while True:
        part = response.read(65_536)
        if not part:
            break
        size += len(part)
        if size > MAX_BYTES:
            return None
        parts.append(part)
    # http.client does not mind an answer that ends before its length.
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    return b"".join(parts)


def _idle_seconds(response: http.client.HTTPResponse) -> float:
    told = re.search(r"\btimeout=(\d{1,4})\b", response.headers.get("Keep-Alive", ""))
    return _IDLE_SECONDS if told is None else max(0.0, min(600.0, int(told[1]) - 1.0))


def _is_readable(connected: socket.socket) -> bool:
    """Before a request there is nothing to read but the end, or what is no answer."""
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(connected, select.POLLIN)
        return bool(poll.poll(0))
    return bool(select.select([connected], [], [], 0)[0])
