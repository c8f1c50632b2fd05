from __future__ import annotations

import os
import ssl
from collections import deque
from typing import Deque, Optional

from ._base_url import BaseUrl
from ._wire import Wire

_MOST_IDLE = 10


class Pool:
    """Connections to one server that wait for the next call, of whichever thread. They are not shared across a fork."""

    def __init__(self, base: BaseUrl, context: Optional[ssl.SSLContext]) -> None:
        self._base = base
        self._context = context
        if base.scheme == "https" and context is None:
            self._context = ssl.create_default_context()
        # Adding and taking are atomic.
        self._idle: Deque[Wire] = deque()
        self._pid = os.getpid()

    def take(self, timeout: float) -> Wire:
        """An open connection, an idle one if there is any."""
        if self._pid != os.getpid():
            # Those of the parent: what it is answered must not be read here. Closed here, they stay open there.
            self.close()
            self._pid = os.getpid()
        while True:
            try:
                wire = self._idle.pop()
            except IndexError:
                break
            if wire.is_reusable:
                return wire
            wire.close()
        return Wire(self._base, self._context if self._base.scheme == "https" else None, timeout)

    def give_back(self, wire: Wire) -> None:
        """Keeps the connection, where another request can be sent over it."""
        if wire.is_reusable and len(self._idle) < _MOST_IDLE:
            self._idle.append(wire)
        else:
            wire.close()

    def close(self) -> None:
        """Closes idle connections. Calls that follow open others."""
        while self._idle:
            try:
                self._idle.pop().close()
            except IndexError:
                return
