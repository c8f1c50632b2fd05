from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Literal, Mapping, Optional, Sequence, overload

from .cache import Cache as Cache
from .caller import Caller as Caller
from .caller import CallingKey as CallingKey
from .caller import principal_of as principal_of
from .gateway import GatewayGuard
from .guard import Guard, Verifier
from .needs import Named, Needs, ScopesNeeded
from .wsgi import PeerAddress, WsgiApplication, protect_wsgi

if TYPE_CHECKING:
    from .gateway import Handler

Action = Literal["read", "write", "execute", "deploy"]



@overload
def protect(
    *,
    scopes: ScopesNeeded = ...,
    project: Named = ...,
    module: Named = ...,
    environment: Named = ...,
    action: Optional[Action] = ...,
    latchkey_address: Optional[str] = ...,
    headers: Optional[Mapping[str, str]] = ...,
) -> Callable[[Handler], Handler]: ...


@overload
def protect(
    client: Verifier,
    *,
    scopes: ScopesNeeded = ...,
    project: Named = ...,
    module: Named = ...,
    environment: Named = ...,
    action: Optional[Action] = ...,
    cost: Optional[int] = ...,
    trusted_proxies: Sequence[str] = ...,
    peer_address: Optional[PeerAddress] = ...,
    timeout: float = ...,
    cache: Optional[Cache] = ...,
    headers: Optional[Mapping[str, str]] = ...,
) -> Callable[[WsgiApplication], WsgiApplication]: ...


def protect(
    client: Optional[Verifier] = None,
    *,
    scopes: ScopesNeeded = (),
    project: Named = None,
    module: Named = None,
    environment: Named = None,
    action: Optional[Action] = None,
    headers: Optional[Mapping[str, str]] = None,
    latchkey_address: Optional[str] = None,
    **asking: Any,
) -> Callable[[Any], Any]:
    """
    Lets calls through that may be made, and answers all others.

    Without a client: the handler of a Lambda proxy integration behind Latchkey's gateway authorizer, which has judged the
    call. Nobody is asked. Who is authenticated and may not make the call is answered 403 or 429 with the reason; a call that
    the authorizer has not judged, 500. What `scopes` and the rest name is needed beside what the route requires.

        @latchkey.protect(scopes=["database:read"])
        def handler(event, context):
            return {"statusCode": 200, "body": latchkey.principal_of(event)["userId"]}

    With a client: a WSGI application. Each call is asked about by `POST /verify`; where there is no verdict, it is answered
    503.

        application = latchkey.protect(client, scopes=["database:read"])(application)

    `scopes`: all of them are needed. `project`, with `action` and a `module` or an `environment`: the right that is needed.
    Each can be a function of the event, or of the environment of the WSGI application.
    `headers`: of every refusal, those of CORS for instance.
    `latchkey_address`, without a client: where Latchkey's API is, without `/v1`, for the pages that explain refusals.
    With a client: `cost`, calls that this one counts for; `trusted_proxies`, addresses and ranges of the proxies before this
    server; `peer_address`, a function of the environment that tells where the connection comes from, in place of
    `REMOTE_ADDR`; `timeout`, seconds for Latchkey to answer, 3 if not given; `cache`, see `Cache`.

    Raises ValueError, TypeError for options that are wrong in themselves.
    """
    needs = Needs(scopes, project, module, environment, action)
    if client is None:
        if asking:
            raise TypeError(f"{', '.join(asking)}: only with a client, which is asked about each call")
        return GatewayGuard(needs, latchkey_address, headers).wrap
    if not hasattr(client, "verify"):
        raise TypeError("client: must be a latchkey.Client; a decorator is written @protect()")
    if latchkey_address is not None:
        raise TypeError("latchkey_address: only without a client, which has it")
    peer_address = asking.pop("peer_address", None)
    guard = Guard(client, needs, headers=headers, **asking)
    return lambda application: protect_wsgi(application, guard, peer_address)
