from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from typing import Any, Callable, Generic, NamedTuple, Optional, Tuple, TypeVar

Value = TypeVar("Value")


class Cache(NamedTuple):
    """
    Believes a verdict for seconds. Revoking a key, pausing it or taking rights away then ends it only so much later, and
    calls that were not asked about stand in no usage. Keys with a limit are asked about each time.
    """

    seconds: float
    """60 at most."""
    entries: int = 1_000
    """Verdicts that are kept, 10,000 at most."""


class VerdictCache(Generic[Value]):
    """Verdicts by the hash of what was asked: the keys themselves are not kept. Raises ValueError for a cache too large."""

    def __init__(self, settings: Cache, now: Callable[[], float]) -> None:
        seconds, entries = settings
        if not 0 < seconds <= 60:
            raise ValueError("cache.seconds: must be above 0, and 60 at most")
        if not isinstance(entries, int) or not 0 < entries <= 10_000:
            raise ValueError("cache.entries: must be a whole number from 1 to 10,000")
        self._seconds = seconds
        self._entries = entries
        self._now = now
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, Tuple[Value, float]] = OrderedDict()

    @staticmethod
    def hash(*asked: Any) -> bytes:
        """Of whatever the verdict depends on, the key included."""
        return hashlib.sha256(json.dumps(asked).encode()).digest()

    def get(self, asked: bytes) -> Optional[Value]:
        with self._lock:
            entry = self._kept.get(asked)
            if entry is None:
                return None
            if self._now() < entry[1]:
                return entry[0]
            del self._kept[asked]
            return None

    def put(self, asked: bytes, value: Value, ends_at: float) -> None:
        """`ends_at`, in seconds: when it is no longer true in any case."""
        with self._lock:
            self._kept.pop(asked, None)
            if len(self._kept) >= self._entries:
                self._kept.popitem(last=False)
            self._kept[asked] = (value, min(self._now() + self._seconds, ends_at))
