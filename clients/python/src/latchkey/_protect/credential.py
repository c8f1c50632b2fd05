from __future__ import annotations

import re
from typing import NamedTuple, Optional, Sequence

# Of a key of whatever deployment; what has another shape cannot be one, and nobody needs to be asked about it.
_key_shape = re.compile(r"[a-z][a-z0-9]{1,5}_[0-9A-Za-z]{49}")
_authorization = re.compile(r"(bearer|apitoken) +(\S+) *", re.IGNORECASE)


class CallerCredential(NamedTuple):
    """The credential that a call carries, told apart by shape alone: a key, or why there is none."""

    key: Optional[str]
    refusal: str


def find_credential(authorizations: Sequence[str], api_keys: Sequence[str]) -> CallerCredential:
    """
    Finds the one credential, as Latchkey does for its own API: more than one, even equal ones, is as none; several values
    that were joined by a comma are several. Access tokens of people cannot be verified for others.
    """
    sent = [*authorizations, *api_keys]
    if len(sent) != 1 or "," in sent[0]:
        return CallerCredential(None, "UNAUTHENTICATED")
    if api_keys:
        return _classify(sent[0], False)
    parts = _authorization.fullmatch(sent[0])
    if parts is None:
        return CallerCredential(None, "API_KEY_INVALID")
    return _classify(parts[2], parts[1].lower() == "bearer")


def _classify(text: str, may_be_token: bool) -> CallerCredential:
    if _key_shape.fullmatch(text):
        return CallerCredential(text, "")
    is_token = may_be_token and text.count(".") == 2
    return CallerCredential(None, "TOKEN_INVALID" if is_token else "API_KEY_INVALID")
