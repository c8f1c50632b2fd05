"""Lambda functions behind Latchkey's gateway authorizer."""
from __future__ import annotations

import functools
import json
import logging
import math
from typing import Any, Callable, Dict, List, Mapping, Optional, Union, cast

from ..types import AccessRights
from .answers import Refusal, RefusalAnswer, known_refusal, refusal_answer
from .caller import Caller, CallingKey
from .headers import is_withheld
from .limits import limit_headers
from .needs import Needs, missing_of

_log = logging.getLogger("latchkey")

Event = Dict[str, Any]
Handler = Callable[[Event, Any], Any]


class GatewayGuard:
    """
    What becomes of a call by the authorizer's word: only `VALID` with a caller passes, and everything where the API is
    merely observed.
    """

    def __init__(
        self, needs: Needs, latchkey_address: Optional[str] = None, headers: Optional[Mapping[str, str]] = None
    ) -> None:
        self._needs = needs
        self._api = None if latchkey_address is None else f"{latchkey_address}/v1"
        self._headers = dict(headers or {})

    def wrap(self, handler: Handler) -> Handler:
        """The handler of a proxy integration, called only for calls that are let through."""

        @functools.wraps(handler)
        def protected(event: Event, context: Any) -> Any:
            said = read_context(event)
            admission = self._judge(event, said)
            if isinstance(admission, RefusalAnswer):
                status, headers, body = admission
                return {"statusCode": status, "headers": headers, "body": body}
            result = handler(_without_credentials(event, admission), context)
            return _add_headers(result, _limit_headers(said))

        return protected

    def _judge(self, event: Event, said: Mapping[str, str]) -> Union[Optional[Caller], RefusalAnswer]:
        request_id = _text(_members(_members(event).get("requestContext")).get("requestId"))
        if not said:
            return self._unjudged(request_id)
        principal = _principal_of(said)
        if said.get("enforcement") == "observe":
            return principal
        if said["code"] != "VALID":
            return self._refuse(_refusal_of(said, request_id), said)
        if principal is None:
            return self._unjudged(request_id)
        needs = self._needs.of(event)
        if needs is None:
            return self._refuse(known_refusal("INSUFFICIENT_PERMISSIONS", request_id), said)
        scopes, access_rights = principal["scopes"], principal["accessRights"]
        if (needs.get("scopes") and scopes is None) or ("project" in needs and access_rights is None):
            _log.error(
                "A call was refused, since the permissions of the caller did not fit into the authorizer's answer: register "
                "what the route requires with Latchkey, in place of protect()"
            )
            return self._refuse(_internal(request_id), {})
        missing = missing_of(needs, scopes or [], access_rights or {})
        if not missing.scopes and not missing.access_rights:
            return principal
        lacking = {"missing_scopes": missing.scopes, "missing_access_rights": missing.access_rights}
        return self._refuse(known_refusal("INSUFFICIENT_PERMISSIONS", request_id, **lacking), said)

    def _refuse(self, refusal: Refusal, said: Mapping[str, str]) -> RefusalAnswer:
        retry = {"Retry-After": said["retryAfter"]} if refusal.status == 429 and said.get("retryAfter") else {}
        return refusal_answer(refusal, self._api, {**self._headers, **_limit_headers(said), **retry})

    def _unjudged(self, request_id: str) -> RefusalAnswer:
        """The deployment is at fault, not the caller, and trying again does not help: hence neither 403 nor 503."""
        _log.error(
            "A call was refused, since no Latchkey authorizer has judged it: its route has another authorizer or none, or "
            "the function was not invoked by API Gateway"
        )
        return self._refuse(_internal(request_id), {})


def read_context(event: object) -> Dict[str, str]:
    """
    What the authorizer says of a call, all of it texts; empty where no authorizer of Latchkey's has said anything. What
    stands in an event can come from any authorizer, or from whoever may invoke the function.
    """
    authorizer = _members(_members(_members(event).get("requestContext")).get("authorizer"))
    # Payload 2.0 of HTTP APIs has it a level deeper; elsewhere a context has no objects.
    context = _members(authorizer["lambda"]) if authorizer.get("lambda") is not None else authorizer
    texts = {name: value for name, value in context.items() if isinstance(value, str)}
    return texts if texts.get("code") else {}


def _refusal_of(said: Mapping[str, str], request_id: str) -> Refusal:
    """429 over the limit, with `Retry-After` where waiting helps, else 403."""
    status = 429 if said["code"] == "RATE_LIMITED" else 403
    scopes, rights = _json(said.get("missingScopes")), _json(said.get("missingAccessRights"))
    return Refusal(status, said["code"], said.get("message", ""), request_id, _texts(scopes) or [], _members(rights))


def _internal(request_id: str) -> Refusal:
    return Refusal(500, "INTERNAL", "The request could not be processed", request_id)


def _principal_of(said: Mapping[str, str]) -> Optional[Caller]:
    """None where the authorizer does not tell who it is."""
    user_id, via, key_id = said.get("userId"), said.get("via"), said.get("apiKeyId")
    if not user_id or (via != "jwt" and via != "api-key"):
        return None
    rights = _json(said.get("accessRights"))
    key: Optional[CallingKey] = None
    if key_id:
        key = {
            "id": key_id,
            "name": said.get("apiKeyName", ""),
            "keyPrefix": said.get("keyPrefix", ""),
            "type": "admin" if said.get("apiKeyType") == "admin" else "end-user",
            "expiresAt": said.get("apiKeyExpiresAt") or None,
        }
    return {
        "userId": user_id,
        "via": "jwt" if via == "jwt" else "api-key",
        "roles": _texts(_json(said.get("roles"))) or [],
        "scopes": _texts(_json(said.get("scopes"))),
        "accessRights": cast(AccessRights, rights) if isinstance(rights, dict) else None,
        "apiKey": key,
    }


def _limit_headers(said: Mapping[str, str]) -> Dict[str, str]:
    limit, reset_ms = said.get("rateLimit"), said.get("rateLimitResetMs", "")
    if not limit:
        return {}
    seconds = math.ceil(int(reset_ms) / 1_000) if reset_ms.isdecimal() else 0
    return limit_headers(said.get("rateLimitTier", ""), limit, said.get("rateLimitRemaining", "0"), seconds)


def _without_credentials(event: Event, principal: Optional[Caller]) -> Event:
    """A copy, with the caller in place of credentials and of whatever a client has sent as `X-Latchkey-…`."""
    copy = {**event, "principal": principal}
    for field in ("headers", "multiValueHeaders"):
        if isinstance(event.get(field), dict):
            copy[field] = {name: value for name, value in event[field].items() if not is_withheld(name)}
    return copy


def _add_headers(result: Any, added: Mapping[str, str]) -> Any:
    """The result with headers that it does not have itself. A result that is no response with a status stays as it is."""
    if not isinstance(result, dict) or "statusCode" not in result or not added:
        return result
    own = {**(result.get("headers") or {}), **(result.get("multiValueHeaders") or {})}
    names = {name.lower() for name in own}
    missing = {name: value for name, value in added.items() if name.lower() not in names}
    return {**result, "headers": {**(result.get("headers") or {}), **missing}}


def _json(text: Optional[str]) -> Any:
    """None for what is no JSON."""
    try:
        return json.loads(text or "")
    except (ValueError, RecursionError):
        return None


def _members(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> Optional[List[str]]:
    return value if isinstance(value, list) and all(isinstance(each, str) for each in value) else None
