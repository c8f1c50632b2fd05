from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
import time
from typing import Any, Callable, Dict, Mapping, NamedTuple, Union

from ._errors import LatchkeyError

_PREFIX = "whsec_"
_MESSAGES = {
    "header": "A header of the webhook is missing, there twice, or of another form",
    "too old": "The webhook was sent too long ago",
    "too new": "The webhook was sent in the future",
    "signature": "No signature of the webhook is of the secret",
    "body": "The webhook is signed, and holds no event",
    "secret": "The secret is not whsec_ and base64",
}


class WebhookVerificationError(LatchkeyError):
    """A request is no webhook of Latchkey's, or not one to act on."""

    def __init__(self, reason: str) -> None:
        super().__init__(_MESSAGES[reason])
        self.reason = reason
        """
        `header`: one of the three is missing, there twice, or of another form. `too old`, `too new`: it was sent longer ago,
        or later, than is tolerated. `signature`: none of its signatures is of the secret. `body`: it is signed, and no event.
        `secret`: what was given is none.
        """


class WebhookEvent(NamedTuple):
    """What a webhook tells."""

    id: str
    """The same at every attempt: whoever keeps it acts once on what may come twice."""
    type: str
    """`api_key.created`, `api_key.expiring` and so on."""
    timestamp: str
    """When it happened, ISO-8601."""
    data: Dict[str, Any]


def verify_webhook(
    headers: Mapping[str, str],
    body: Union[bytes, str],
    secret: str,
    *,
    tolerance: float = 300,
    now: Callable[[], float] = time.time,
) -> WebhookEvent:
    """
    Checks that a request is a webhook that was signed with the secret (Standard Webhooks), and not longer ago than `tolerance`
    seconds, and returns its event. It takes any of the signatures that a webhook has during a rotation, and compares in
    constant time. `body` is exactly as it came: what was parsed and written again has another signature. Raises
    `WebhookVerificationError`.
    """
    id = _header(headers, "webhook-id")
    timestamp = _header(headers, "webhook-timestamp")
    signatures = _header(headers, "webhook-signature")
    _check(re.fullmatch("[0-9]{1,12}", timestamp) is not None, "header")
    age = int(now()) - int(timestamp)
    _check(age <= tolerance, "too old")
    _check(age >= -tolerance, "too new")
    content = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else bytes(body)
    signed = f"{id}.{timestamp}.".encode("utf-8", "surrogatepass") + content
    digest = hmac.new(_key_of(secret), signed, hashlib.sha256).digest()
    expected = b"v1," + base64.b64encode(digest)
    # All are compared, wherever the right one stands.
    matches = [
        hmac.compare_digest(each.encode("utf-8", "surrogatepass"), expected) for each in signatures.split(" ")
    ]
    _check(any(matches), "signature")
    return _event_of(id, content)


def _check(holds: bool, reason: str) -> None:
    if not holds:
        raise WebhookVerificationError(reason)


def _header(headers: Mapping[str, str], name: str) -> str:
    values = [value for each, value in headers.items() if each.lower() == name]
    _check(len(values) == 1 and isinstance(values[0], str) and values[0] != "", "header")
    return values[0]


def _key_of(secret: str) -> bytes:
    text = secret[len(_PREFIX) :] if secret.startswith(_PREFIX) else ""
    key = b""
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        pass
    _check(key != b"", "secret")
    return key


def _event_of(id: str, body: bytes) -> WebhookEvent:
    event: Any = None
    try:
        event = json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        pass
    fields = event if isinstance(event, dict) else {}
    type, timestamp, data = fields.get("type"), fields.get("timestamp"), fields.get("data")
    _check(isinstance(type, str) and isinstance(timestamp, str) and isinstance(data, dict), "body")
    return WebhookEvent(id, type, timestamp, data)


def _refuse_constant(name: str) -> None:
    """NaN and Infinity are no JSON."""
    raise ValueError(name)
