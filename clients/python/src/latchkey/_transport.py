from __future__ import annotations

import errno
import http.client
import re
import socket
import ssl
import time
from typing import Mapping, NamedTuple, Optional, Union

from ._answers import Answer, read_answer
from ._credential import Credential
from ._errors import ConnectionError, LatchkeyError, ProblemError, TimeoutError, UnexpectedAnswerError
from ._pacing import Pacing, wait_of
from ._pool import Pool


class Call(NamedTuple):
    """A call as it goes over the wire."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: Optional[bytes]
    is_repeatable: bool
    """Whether doing it twice is the same as doing it once."""
    is_write: bool
    """Whether it changes anything."""


class Transport:
    """Makes calls, each attempt within its time, and again where that can do no harm. All times are seconds."""

    def __init__(
        self, pool: Pool, credential: Credential, *, timeout: float, retries: int, max_wait: float, pacing: Pacing
    ) -> None:
        self._pool = pool
        self._credential = credential
        self._timeout = timeout
        self._retries = retries
        self._max_wait = max_wait
        self._pacing = pacing

    def send(self, call: Call, timeout: Optional[float], retries: Optional[int]) -> Answer:
        """Raises LatchkeyError, and what the function that was given for the credential raises."""
        may_have_happened = False
        attempt = 0
        most = self._retries if retries is None else retries
        while True:
            answer = self._attempt(call, self._timeout if timeout is None else timeout)
            if isinstance(answer, Answer):
                return answer
            may_have_happened = may_have_happened or (call.is_write and _is_inconclusive(answer))
            answer.may_have_happened = may_have_happened
            answer.idempotency_key = call.headers.get("Idempotency-Key")
            retry_after = answer.retry_after if isinstance(answer, ProblemError) else None
            wait = wait_of(attempt, retry_after, self._pacing)
            if not call.is_repeatable or attempt >= most or not _is_passing(answer) or wait > self._max_wait:
                raise answer
            self._pacing.sleep(wait)
            attempt += 1

    def _attempt(self, call: Call, timeout: float) -> Union[Answer, LatchkeyError]:
        """
        The error is returned, not raised: where it is raised, no other is being handled, and so none hangs behind it, with
        what it was about.
        """
        credential = self._credential.renewed()
        deadline = time.monotonic() + timeout
        try:
            wire = self._pool.take(timeout)
            try:
                received = wire.exchange(call.method, call.target, _with(call.headers, credential), call.body, deadline)
            except BaseException:
                wire.close()
                raise
            self._pool.give_back(wire)
        except socket.timeout:
            return TimeoutError(timeout)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return ConnectionError(_reason_of(error))
        secret = credential.reveal()
        return read_answer(received, () if secret is None else (secret,))


def _with(headers: Mapping[str, str], credential: Credential) -> Mapping[str, str]:
    secret = credential.reveal()
    return headers if secret is None else {**headers, "Authorization": f"Bearer {secret}"}


def _is_passing(error: LatchkeyError) -> bool:
    """Whether another attempt can end otherwise."""
    if isinstance(error, ProblemError):
        return error.status in (429, 503)
    if isinstance(error, UnexpectedAnswerError):
        return error.status >= 500 or 200 <= error.status < 300
    return True


def _is_inconclusive(error: LatchkeyError) -> bool:
    """Whether a write may have been carried out all the same."""
    return not isinstance(error, ProblemError) or error.status >= 500


def _reason_of(error: Exception) -> Optional[str]:
    """What the platform throws can hold what was sent: nothing of it is told but its code."""
    if isinstance(error, socket.gaierror):
        return "ENOTFOUND"
    if isinstance(error, ssl.SSLError):
        reason = error.reason
        return reason if isinstance(reason, str) and re.fullmatch(r"[A-Z][A-Z0-9_]{2,40}", reason) else "TLS"
    if isinstance(error, OSError) and error.errno is not None:
        return errno.errorcode.get(error.errno)
    return "ECONNRESET" if isinstance(error, ConnectionResetError) else None
