from __future__ import annotations

import json
from typing import Any, Dict, Mapping, NamedTuple, Optional, Sequence

from ..generated.contract import refusals, titles


class Refusal(NamedTuple):
    """What is told about a refusal, and with which status."""

    status: int
    code: str
    detail: str
    request_id: str
    missing_scopes: Sequence[str] = ()
    missing_access_rights: Mapping[str, Any] = {}


class RefusalAnswer(NamedTuple):
    """The answer of a backend to a call that may not be made."""

    status: int
    headers: Dict[str, str]
    body: str


def known_refusal(code: str, request_id: str, **missing: Any) -> Refusal:
    """What a verdict with this code is answered with."""
    status, detail = refusals[code]
    return Refusal(status, code, detail, request_id, **missing)


def refusal_answer(refusal: Refusal, api: Optional[str], headers: Mapping[str, str]) -> RefusalAnswer:
    """
    A problem (RFC 9457), as Latchkey's own are. `api` is the address of Latchkey's API, with `/v1`; without it `type` leads
    nowhere. `headers` go before those that a refusal has itself.
    """
    status, code, detail, request_id, missing_scopes, missing_access_rights = refusal
    body: Dict[str, Any] = {
        "type": "about:blank" if api is None else f"{api}/problems/{code}",
        "title": titles[status],
        "status": status,
        "detail": detail,
        "code": code,
        "requestId": request_id,
    }
    if missing_scopes:
        body["missingScopes"] = list(missing_scopes)
    if missing_access_rights:
        body["missingAccessRights"] = dict(missing_access_rights)
    own = {
        **({"WWW-Authenticate": 'Bearer realm="latchkey"'} if status == 401 else {}),
        "Content-Type": "application/problem+json",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Request-Id": request_id,
    }
    text = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
    return RefusalAnswer(status, {**headers, **own}, text)
