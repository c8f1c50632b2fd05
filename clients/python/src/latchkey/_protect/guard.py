from __future__ import annotations

import logging
import math
import time
import uuid
from email.utils import parsedate_to_datetime
from typing import Any, Callable, Dict, Mapping, NamedTuple, Optional, Protocol, Sequence, Tuple, Union

from .._answers import headers_of
from .._errors import LatchkeyError, ProblemError
from ..generated.contract import refusals
from .answers import Refusal, RefusalAnswer, known_refusal, refusal_answer
from .cache import Cache, VerdictCache
from .caller import Caller
from .credential import find_credential
from .limits import retry_after_seconds, seconds_of, verified_limit_headers
from .needs import Needs
from .shown_text import shown_text
from .source import source_finder

_log = logging.getLogger("latchkey")
_KEY_PREFIX_LENGTH = 10


class Verifier(Protocol):
    """As much of a client as is used. Its credential needs the scope `api-keys:verify`, and no other."""

    base_url: str

    @property
    def verify(self) -> Callable[..., Any]: ...


class IncomingCall(NamedTuple):
    """A call to the backend."""

    method: str
    path: str
    authorizations: Sequence[str]
    api_keys: Sequence[str]
    user_agent: Optional[str]
    forwarded_for: Optional[str]
    peer: Optional[str]
    """Where the connection comes from."""


class Admitted(NamedTuple):
    """A call that is let through."""

    principal: Caller
    headers: Dict[str, str]
    """For the answer."""


class Guard:
    """
    Judges calls by `POST /verify`. Nothing is let through but by a verdict `VALID`.

    Raises ValueError for options that are wrong in themselves.
    """

    def __init__(
        self,
        client: Verifier,
        needs: Needs,
        *,
        cost: Optional[int] = None,
        trusted_proxies: Sequence[str] = (),
        timeout: float = 3.0,
        cache: Optional[Cache] = None,
        headers: Optional[Mapping[str, str]] = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._client = client
        self._needs = needs
        self._cost = cost
        self._find_source = source_finder(trusted_proxies)
        self._timeout = timeout
        self._cache: Optional[VerdictCache[Caller]] = None if cache is None else VerdictCache(cache, now)
        self._headers = dict(headers or {})
        self._now = now

    def judge(self, incoming: IncomingCall, call: Dict[str, Any]) -> Union[Admitted, RefusalAnswer]:
        """`call` is what is handed to the functions that tell what it needs."""
        key, refusal = find_credential(incoming.authorizations, incoming.api_keys)
        if key is None:
            return self._refuse(known_refusal(refusal, _new_id()))
        needs = self._needs.of(call)
        if needs is None:
            return self._refuse(known_refusal("INSUFFICIENT_PERMISSIONS", _new_id()))
        source = self._find_source(incoming.peer, incoming.forwarded_for)
        asked = VerdictCache.hash(key, source, needs) if self._cache is not None else b""
        known = self._cache.get(asked) if self._cache is not None else None
        if known is not None:
            return Admitted(known, {})
        if source is not None:
            needs["source_ip"] = source
        if self._cost is not None:
            needs["cost"] = self._cost
        try:
            verdict = self._client.verify(key=key, request=_described(incoming), timeout=self._timeout, **needs)
        except Exception as error:  # without a verdict nobody is let in, whatever is the reason
            return self._failed(error)
        return self._answer(verdict, key, asked)

    def _answer(self, verdict: Mapping[str, Any], key: str, asked: bytes) -> Union[Admitted, RefusalAnswer]:
        headers = headers_of(verdict)
        request_id = (headers.get("X-Request-Id") if headers is not None else None) or _new_id()
        # Latchkey's own clock, so that this machine's need not be right.
        now = _sent_at(headers.get("Date") if headers is not None else None) or self._now()
        if not _is_admitting(verdict):
            return self._refuse(*_refusal_of(verdict, request_id, self._cost or 1, now))
        principal = _principal_from(verdict, key)
        if verdict["rateLimit"] is not None:
            return Admitted(principal, verified_limit_headers(verdict["rateLimit"], now))
        if self._cache is not None:
            ends_at = verdict["expiresAt"]
            self._cache.put(asked, principal, math.inf if ends_at is None else seconds_of(ends_at))
        return Admitted(principal, {})

    def _failed(self, error: Exception) -> RefusalAnswer:
        """
        503 where Latchkey does not answer, or not this service. 500, and a line in the log, where what it asks is wrong: its
        own credential for instance, which no attempt of the caller's makes right. 429 where the call costs more than the
        key's limit.
        """
        request_id = error.request_id if isinstance(error, ProblemError) else _new_id()
        if not isinstance(error, ProblemError):
            what = str(error) if isinstance(error, LatchkeyError) else f"{type(error).__name__} was raised"
            return self._unavailable(request_id, None, what)
        if any(each["field"] == "cost" for each in error.errors):
            return self._refuse(known_refusal("RATE_LIMITED", request_id))
        if error.status >= 500 or error.status == 429:
            return self._unavailable(request_id, error.retry_after, str(error))
        _log.error("Latchkey refuses to verify for this service: %s, %s (%s)", error.code, error, request_id)
        return self._refuse(Refusal(500, "INTERNAL", "The request could not be processed", request_id))

    def _unavailable(self, request_id: str, retry_after: Optional[int], what: str) -> RefusalAnswer:
        _log.error("A call was refused, since there is no verdict: %s (%s)", what, request_id)
        return self._refuse(_no_verdict(request_id), {"Retry-After": str(1 if retry_after is None else retry_after)})

    def _refuse(self, refusal: Refusal, headers: Optional[Mapping[str, str]] = None) -> RefusalAnswer:
        return refusal_answer(refusal, self._client.base_url, {**self._headers, **(headers or {})})


def _new_id() -> str:
    return str(uuid.uuid4())


def _no_verdict(request_id: str) -> Refusal:
    return Refusal(503, "UNAVAILABLE", "A dependency is unavailable; try again shortly", request_id)


def _described(incoming: IncomingCall) -> Dict[str, str]:
    path = incoming.path.split("?", 1)[0].split("#", 1)[0]
    described = {"method": shown_text(incoming.method, 16), "path": shown_text(path, 1_024)}
    if incoming.user_agent:
        described["userAgent"] = shown_text(incoming.user_agent, 1_024)
    return described


def _sent_at(date: Optional[str]) -> Optional[float]:
    try:
        return None if date is None else parsedate_to_datetime(date).timestamp()
    except (TypeError, ValueError, IndexError):
        return None


def _is_admitting(verdict: Mapping[str, Any]) -> bool:
    """Every one of these: an answer that is not what it should be lets nobody in."""
    return (
        isinstance(verdict, dict)
        and verdict.get("valid") is True
        and verdict.get("code") == "VALID"
        and isinstance(verdict.get("apiKeyId"), str)
        and isinstance(verdict.get("userId"), str)
        and "rateLimit" in verdict
        and "expiresAt" in verdict
    )


def _refusal_of(
    verdict: Mapping[str, Any], request_id: str, cost: int, now: float
) -> Tuple[Refusal, Dict[str, str]]:
    code = verdict.get("code") if isinstance(verdict, dict) else None
    # A code of a newer Latchkey is a refusal too; `VALID` with the rest missing is no answer.
    if not isinstance(code, str) or code == "VALID":
        return _no_verdict(request_id), {"Retry-After": "1"}
    status, detail = refusals.get(code, (403, "The call is refused"))
    refusal = Refusal(status, code, detail, request_id)
    if "apiKeyId" not in verdict:
        return refusal, {}
    refusal = refusal._replace(
        missing_scopes=verdict.get("missingScopes") or (),
        missing_access_rights=verdict.get("missingAccessRights") or {},
    )
    limit = verdict.get("rateLimit")
    if not limit:
        return refusal, {}
    headers = verified_limit_headers(limit, now)
    if code == "RATE_LIMITED":
        headers["Retry-After"] = str(retry_after_seconds(limit, cost, now))
    return refusal, headers


def _principal_from(verdict: Mapping[str, Any], key: str) -> Caller:
    return {
        "userId": verdict["userId"],
        "via": "api-key",
        "roles": None,
        "scopes": verdict.get("scopes"),
        "accessRights": verdict.get("accessRights"),
        "apiKey": {
            "id": verdict["apiKeyId"],
            "name": verdict.get("name", ""),
            "keyPrefix": key[:_KEY_PREFIX_LENGTH],
            "type": "admin" if verdict.get("type") == "admin" else "end-user",
            "expiresAt": verdict["expiresAt"],
        },
    }
