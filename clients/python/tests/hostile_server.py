"""A server that does to each request what it is told to do next, and remembers all of them."""
from __future__ import annotations

import json
import socket
import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, Dict, List, NamedTuple, Optional

import latchkey

SECRET = "lk_" + "S" * 49


class Received(NamedTuple):
    method: str
    url: str
    headers: Dict[str, str]
    body: bytes
    connection: object


Behaviour = Callable[["_Handler"], None]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Headers and body are two packets: the second is not to wait for the first.
    disable_nagle_algorithm = True
    server: "_Server"

    def answer(self, status: int, body: bytes, headers: Optional[Dict[str, str]] = None) -> None:
        self.send_response_only(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        owner = self.server.owner
        with owner.lock:
            owner.received.append(Received(self.command, self.path, headers, body, self.connection))
            behave = owner.next.pop(0) if len(owner.next) > 1 else owner.next[0]
        behave(self)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _serve

    def log_message(self, *_: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    owner: "HostileServer"

    def handle_error(self, *_: Any) -> None:
        """Connections that were reset."""


def json_answer(status: int, body: Any, headers: Optional[Dict[str, str]] = None) -> Behaviour:
    told = {"Content-Type": "application/json", "X-Request-Id": "request-1", **(headers or {})}
    return lambda handler: handler.answer(status, json.dumps(body).encode(), told)


def problem(status: int, code: str, headers: Optional[Dict[str, str]] = None, **more: Any) -> Behaviour:
    body = {"type": "about:blank", "title": "No", "status": status, "detail": "Because", "code": code}
    return json_answer(status, {**body, "requestId": "request-1", **more}, headers)


def page(items: List[Any], link: Optional[str] = None) -> Behaviour:
    return json_answer(200, items, {} if link is None else {"Link": link})


def end(handler: _Handler) -> None:
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


def reset(handler: _Handler) -> None:
    handler.close_connection = True
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    # The socket lives as long as what reads from it.
    handler.rfile.close()
    handler.connection.close()


def hang(handler: _Handler) -> None:
    handler.close_connection = True
    handler.server.owner.stopping.wait()


def stall(handler: _Handler) -> None:
    """Headers, the beginning of a body, and then nothing."""
    handler.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[{"id":')
    hang(handler)


def trickle(handler: _Handler) -> None:
    """Something now and then, so that no single wait is long; but never the end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not handler.server.owner.stopping.wait(0.02):
        handler.wfile.write(b"X-More: more\r\n" if len(handler.headers) else b"")


def cut(handler: _Handler) -> None:
    handler.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[{"id":')
    end(handler)


def cut_whole_json(handler: _Handler) -> None:
    """What came is JSON, and still not all of it."""
    handler.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"id":"key-1"}')
    end(handler)


def cut_chunks(handler: _Handler) -> None:
    handler.wfile.write(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n[{"id":\r\n')
    end(handler)


def no_http(handler: _Handler) -> None:
    handler.wfile.write(b"220 mail.example.com " + SECRET.encode() + b"\r\n")
    end(handler)


def garbage(handler: _Handler) -> None:
    handler.answer(200, b"<html>It works!</html>")


def bad_gateway(handler: _Handler) -> None:
    handler.answer(502, b"<html>Bad Gateway</html>")


def endless(handler: _Handler) -> None:
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while not handler.server.owner.stopping.is_set():
        handler.wfile.write(b"x" * 65_536)


class HostileServer:
    def __init__(self) -> None:
        self.received: List[Received] = []
        self.next: List[Behaviour] = []
        self.waits: List[float] = []
        """How long the client waited before each further attempt."""
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.owner = self
        self._clients: List[latchkey.Client] = []
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def urls(self) -> List[str]:
        return [each.url for each in self.received]

    @property
    def intents(self) -> set:
        return {each.headers.get("idempotency-key") for each in self.received}

    def will(self, *behaviours: Behaviour) -> None:
        """Forgets what was, and does this from now on; the last counts for all that follow."""
        self.next = list(behaviours)
        self.received.clear()
        self.waits.clear()

    def client(self, **options: Any) -> latchkey.Client:
        pacing = latchkey.Pacing(random=lambda: 0.0, sleep=self.waits.append)
        client = latchkey.Client(
            f"{self.origin}/api/v1", **{"credential": "a-credential", "timeout": 5, "pacing": pacing, **options}
        )
        self._clients.append(client)
        return client

    def stop(self) -> None:
        for client in self._clients:
            client.close()
        self.stopping.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def end_of(call: Callable[[], Any]) -> Any:
    """What a call ends with, whether that is an answer or an error."""
    try:
        return call()
    except Exception as error:
        return error
