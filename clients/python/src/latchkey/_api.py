from __future__ import annotations

import json
import re
import uuid
from typing import Any, Dict, Iterator, Mapping, Optional
from urllib.parse import quote, urlencode, urlsplit

from ._answers import Answer
from ._arguments import query_text
from ._base_url import BaseUrl
from ._listing import Listing, Step, steps_from
from ._minted import OnLostSecret, with_secret
from ._transport import Call, Transport
from .generated.contract import replayable, version

# POST that changes nothing.
_harmless = frozenset({"POST /api-keys/{id}/test", "POST /api-keys/preview", "POST /api-keys/{id}/preview"})


class Api:
    """Calls of one deployment's API, by their paths."""

    def __init__(self, base: BaseUrl, transport: Transport, max_pages: int, on_lost_secret: OnLostSecret) -> None:
        self._base = base
        self._transport = transport
        self._max_pages = max_pages
        self._on_lost_secret = _checked(on_lost_secret)

    def request(
        self,
        method: str,
        template: str,
        /,
        *,
        path: Optional[Mapping[str, str]] = None,
        query: Optional[Mapping[str, Any]] = None,
        body: Any = None,
        if_match: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> Any:
        """
        Makes any call of the API: `client.request("GET", "/api-keys/{id}", path={"id": id})`.

        Raises LatchkeyError.
        """
        url = self._address_of(template, path or {}, query or {})
        return self._send(method, template, url, body, if_match, idempotency_key, timeout, retries).body

    def list(
        self,
        template: str,
        /,
        *,
        path: Optional[Mapping[str, str]] = None,
        query: Optional[Mapping[str, Any]] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> Listing[Any]:
        """A list of the API, whichever it is: iterate it."""
        url = self._address_of(template, path or {}, query or {})
        return Listing(lambda: self._steps(template, url, timeout, retries))

    def steps(
        self,
        template: str,
        /,
        *,
        query: Optional[Mapping[str, Any]] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> Iterator[Any]:
        """The answers of a call that goes on where it stopped, each with what the ones before it had."""
        for answer, _ in self._steps(template, self._address_of(template, {}, query or {}), timeout, retries):
            yield answer.body

    def last_step(self, template: str, /, **given: Any) -> Any:
        """The last of these answers, which is the whole."""
        last = None
        for last in self.steps(template, **given):
            pass
        return last

    def mint(
        self,
        method: str,
        template: str,
        /,
        *,
        path: Optional[Mapping[str, str]] = None,
        on_lost_secret: Optional[OnLostSecret] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
        **given: Any,
    ) -> Any:
        """Makes a secret, once, however often it is tried."""
        chosen = self._on_lost_secret if on_lost_secret is None else _checked(on_lost_secret)
        record = self.request(method, template, path=path, timeout=timeout, retries=retries, **given)

        def rotate(id: str) -> Dict[str, Any]:
            rotation: Dict[str, Any] = self.request(
                "POST", "/api-keys/{id}/rotate", path={"id": id}, timeout=timeout, retries=retries
            )
            return rotation

        return with_secret(record, rotate if chosen == "rotate" else None)

    def _steps(self, template: str, first: str, timeout: Optional[float], retries: Optional[int]) -> Iterator[Step]:
        def read(url: str) -> Answer:
            return self._send("GET", template, url, None, None, None, timeout, retries)

        return steps_from(first, read, self._max_pages)

    def _send(
        self,
        method: str,
        template: str,
        url: str,
        content: Any,
        if_match: Optional[str],
        idempotency_key: Optional[str],
        timeout: Optional[float],
        retries: Optional[int],
    ) -> Answer:
        name = f"{method} {template}"
        is_write = method != "GET" and name not in _harmless
        if idempotency_key is None and name in replayable:
            idempotency_key = str(uuid.uuid4())
        headers = {"Accept": "application/json", "User-Agent": f"latchkey-python/{version}"}
        body = None
        if content is not None:
            body = json.dumps(content, allow_nan=False).encode()
            headers["Content-Type"] = "application/json"
        if if_match is not None:
            headers["If-Match"] = _header("if_match", if_match)
        if idempotency_key is not None:
            headers["Idempotency-Key"] = _header("idempotency_key", idempotency_key)
        is_repeatable = not is_write or (idempotency_key is not None and name in replayable)
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        return self._transport.send(Call(method, target, headers, body, is_repeatable, is_write), timeout, retries)

    def _address_of(self, template: str, path: Mapping[str, str], query: Mapping[str, Any]) -> str:
        filled = re.sub(r"\{(\w+)\}", lambda match: _segment(match[1], path.get(match[1])), template)
        given = {name: query_text(name, value) for name, value in query.items() if value is not None}
        return self._base.text + filled + (f"?{urlencode(given)}" if given else "")


def _segment(name: str, value: object) -> str:
    """Raises ValueError for what would make another path: nothing, or a step up."""
    if not isinstance(value, str) or re.fullmatch(r"\.{0,2}", value):
        raise ValueError(f"{name}: must be a text, and no dots alone")
    return quote(value, safe="")


def _header(name: str, value: str) -> str:
    if not isinstance(value, str) or re.fullmatch(r"[\x20-\x7e]+", value) is None:
        raise ValueError(f"{name}: must be a text of visible ASCII characters")
    return value


def _checked(on_lost_secret: OnLostSecret) -> OnLostSecret:
    if on_lost_secret not in ("raise", "rotate"):
        raise ValueError('on_lost_secret: must be "raise" or "rotate"')
    return on_lost_secret
