from __future__ import annotations

from typing import Any, List, Literal, Mapping, Optional, TypedDict

from ..types import AccessRights

WSGI_NAME = "latchkey.principal"


class CallingKey(TypedDict):
    """The key of a call."""

    id: str
    name: str
    # The beginning of the secret that was used; "" where it is not told.
    keyPrefix: str
    type: Literal["admin", "end-user"]
    # ISO-8601, or None for never.
    expiresAt: Optional[str]


class Caller(TypedDict):
    """Who makes a call."""

    userId: str
    via: Literal["jwt", "api-key"]
    # None where nobody tells: POST /verify does not.
    roles: Optional[List[str]]
    # Effective; None where they did not fit into the authorizer's answer: GET /me of Latchkey tells them.
    scopes: Optional[List[str]]
    # As scopes.
    accessRights: Optional[AccessRights]
    # None for people.
    apiKey: Optional[CallingKey]


def principal_of(call: Mapping[str, Any]) -> Caller:
    """
    Who makes a call that `protect` has let through: of the event of a Lambda function, or of the environment of a WSGI
    application.

    Raises LookupError where nobody is known: for a call that it has not let through, and for one to an API that is merely
    observed, which passes whoever makes it.
    """
    caller: Optional[Caller] = call.get(WSGI_NAME if "wsgi.version" in call else "principal")
    if caller is None:
        raise LookupError("protect() knows nobody who makes this call")
    return caller
