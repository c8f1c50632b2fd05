from __future__ import annotations

import json
import re
from http.client import HTTPMessage
from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Union, cast

from ._errors import LatchkeyError, ProblemError, UnexpectedAnswerError
from ._masking import masked
from ._wire import Received
from .generated.errors import problem_errors
from .types import Problem


class Answer(NamedTuple):
    """A success."""

    status: int
    headers: HTTPMessage
    body: Any
    """Parsed JSON; None for 204."""
    request_id: Optional[str]


class _Record(Dict[str, Any]):
    """What a call returned, with what came with it."""

    headers: HTTPMessage


class _Records(List[Any]):
    headers: HTTPMessage


def headers_of(answer: object) -> Optional[HTTPMessage]:
    """The headers that came with what a call returned; None for another object, copies among them."""
    return answer.headers if isinstance(answer, (_Record, _Records)) else None


def etag_of(record: object) -> Optional[str]:
    """The version of a record that a call returned, for `if_match` of a change to it; None for what is no such record."""
    headers = headers_of(record)
    return None if headers is None else headers.get("ETag")


def read_answer(received: Received, secrets: Sequence[str]) -> Union[Answer, LatchkeyError]:
    """The success, or the error that is to be raised; `secrets` are masked in what is told of refusals."""
    status, headers, content = received
    request_id = headers.get("X-Request-Id")
    if request_id is not None:
        request_id = masked(request_id, secrets)

    def unexpected(what: str) -> UnexpectedAnswerError:
        return UnexpectedAnswerError(what, status, request_id)

    if 300 <= status < 400:
        return unexpected("is a redirect, which is not followed")
    if content is None:
        return unexpected("has no end")
    if status == 204:
        return Answer(status, headers, None, request_id)
    text = content.decode("utf-8", "replace")
    if not 200 <= status < 300:
        return _problem(_parse(masked(text, secrets)), headers) or unexpected("is no problem of its own")
    body = _parse(text)
    if isinstance(body, dict):
        record = _Record(body)
        record.headers = headers
        return Answer(status, headers, record, request_id)
    if isinstance(body, list):
        records = _Records(body)
        records.headers = headers
        return Answer(status, headers, records, request_id)
    return unexpected("is not the JSON that it should be")


def _problem(body: Any, headers: HTTPMessage) -> Optional[ProblemError]:
    if not isinstance(body, dict) or not isinstance(body.get("code"), str) or not _is_status(body.get("status")):
        return None
    told: Dict[str, Any] = {
        **{name: str(body.get(name)) for name in ("type", "title", "detail", "requestId")},
        "status": body["status"],
        "code": body["code"],
    }
    if isinstance(body.get("errors"), list):
        told["errors"] = [
            {"field": str(each.get("field")), "message": str(each.get("message"))}
            for each in body["errors"]
            if isinstance(each, dict)
        ]
    if isinstance(body.get("missingScopes"), list):
        told["missingScopes"] = body["missingScopes"]
    if isinstance(body.get("missingAccessRights"), dict):
        told["missingAccessRights"] = body["missingAccessRights"]
    kind = problem_errors.get(told["code"], ProblemError)
    return kind(cast(Problem, told), _retry_after(headers))


def _is_status(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _retry_after(headers: HTTPMessage) -> Optional[int]:
    """Seconds; dates are not sent by Latchkey, and not read."""
    value = headers.get("Retry-After", "")
    return int(value) if re.fullmatch(r"[0-9]{1,9}", value) else None


def _parse(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
