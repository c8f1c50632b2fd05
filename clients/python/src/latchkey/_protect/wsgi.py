from __future__ import annotations

from typing import Any, Callable, Dict, Iterable, List, Optional, Tuple
from urllib.parse import quote

from ..generated.contract import titles
from .answers import RefusalAnswer
from .caller import WSGI_NAME
from .guard import Guard, IncomingCall
from .headers import is_withheld

Environment = Dict[str, Any]
WsgiApplication = Callable[[Environment, Callable[..., Any]], Iterable[bytes]]
PeerAddress = Callable[[Environment], Optional[str]]


def protect_wsgi(
    application: WsgiApplication, guard: Guard, peer_address: Optional[PeerAddress] = None
) -> WsgiApplication:
    """The application (PEP 3333), asked only for calls that are let through. It does not see the caller's credentials."""
    find_peer = peer_address or (lambda environ: environ.get("REMOTE_ADDR") or None)

    def protected(environ: Environment, start_response: Callable[..., Any]) -> Iterable[bytes]:
        admission = guard.judge(_incoming(environ, find_peer(environ)), environ)
        if isinstance(admission, RefusalAnswer):
            return _respond(admission, environ, start_response)
        admitted = {name: value for name, value in environ.items() if not _is_withheld(name)}
        admitted[WSGI_NAME] = admission.principal
        return application(admitted, _telling(admission.headers, start_response))

    return protected


def _incoming(environ: Environment, peer: Optional[str]) -> IncomingCall:
    def values_of(name: str) -> List[str]:
        return [environ[name]] if name in environ else []

    # The server has decoded it, byte by byte.
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    return IncomingCall(
        method=environ.get("REQUEST_METHOD", ""),
        path=quote(path, safe="/!$&'()*+,:;=@~", encoding="latin-1", errors="replace"),
        authorizations=values_of("HTTP_AUTHORIZATION"),
        api_keys=values_of("HTTP_X_API_KEY"),
        user_agent=environ.get("HTTP_USER_AGENT"),
        forwarded_for=environ.get("HTTP_X_FORWARDED_FOR"),
        peer=peer,
    )


def _is_withheld(name: str) -> bool:
    while name.startswith("REDIRECT_"):
        name = name[len("REDIRECT_") :]
    return name.startswith("HTTP_") and is_withheld(name[len("HTTP_") :])


def _respond(answer: RefusalAnswer, environ: Environment, start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = answer.body.encode()
    headers = [*answer.headers.items(), ("Content-Length", str(len(body)))]
    start_response(f"{answer.status} {titles[answer.status]}", headers)
    return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]


def _telling(headers: Dict[str, str], start_response: Callable[..., Any]) -> Callable[..., Any]:
    """Adds headers that the application does not send itself."""
    if not headers:
        return start_response

    def start(status: str, own: List[Tuple[str, str]], *rest: Any) -> Any:
        names = {name.lower() for name, _ in own}
        missing = [(name, value) for name, value in headers.items() if name.lower() not in names]
        return start_response(status, [*own, *missing], *rest)

    return start
