"""What can go wrong. None of these errors has a secret in it, nor an error of another's behind it."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, Optional, Tuple, Type

if TYPE_CHECKING:
    from .types import AccessRights, FieldError, MintedApiKey, Problem


class LatchkeyError(Exception):
    """What every error of this package is."""

    may_have_happened: bool = False
    """Whether a write may have been carried out although its answer was lost. False: it was not."""
    idempotency_key: Optional[str] = None
    """Of the call: with it, the same call again does nothing twice, and tells what became of it."""

    def __reduce__(self) -> Tuple[Any, ...]:
        return _restore, (type(self), self.args, vars(self))


def _restore(kind: Type[LatchkeyError], args: Tuple[Any, ...], members: Dict[str, Any]) -> LatchkeyError:
    error = kind.__new__(kind, *args)
    error.args = args
    vars(error).update(members)
    return error


class ConnectionError(LatchkeyError):
    """There was no answer, or only a part of one: refused, reset, not resolved."""

    def __init__(self, reason: Optional[str]) -> None:
        super().__init__("There is no answer from Latchkey" + (f" ({reason})" if reason else ""))
        self.reason = reason
        """Such as `ECONNRESET`, where the platform tells."""


class TimeoutError(LatchkeyError):
    """The whole answer did not come in time."""

    def __init__(self, timeout: float) -> None:
        super().__init__(f"Latchkey has not answered within {timeout:g} s")
        self.timeout = timeout
        """Seconds."""


class UnexpectedAnswerError(LatchkeyError):
    """What came is no answer of Latchkey's: a page of a proxy, a redirect, broken JSON, a list without end."""

    def __init__(self, what: str, status: int, request_id: Optional[str]) -> None:
        super().__init__(f"Latchkey's answer with status {status} {what}")
        self.status = status
        self.request_id = request_id


class ProblemError(LatchkeyError):
    """A refusal of Latchkey's (RFC 9457). Each code has a class of its own; of a code that is newer it is this one."""

    def __init__(self, problem: Problem, retry_after: Optional[int] = None) -> None:
        errors = problem.get("errors", [])
        super().__init__(_message_of(problem["detail"], errors))
        self.status: int = problem["status"]
        self.code: str = problem["code"]
        self.request_id: str = problem["requestId"]
        """For questions to the operator."""
        self.type: str = problem["type"]
        """Address of the page that explains the code."""
        self.errors: List[FieldError] = errors
        """The fields that are not valid; empty where it is not about fields."""
        self.missing_scopes: List[str] = problem.get("missingScopes", [])
        self.missing_access_rights: Optional[AccessRights] = problem.get("missingAccessRights")
        self.retry_after = retry_after
        """Seconds to wait before the next attempt; None where waiting does not help, or nothing is told."""


def _message_of(detail: str, errors: List[FieldError]) -> str:
    """The detail, and those fields with their faults that it does not tell already."""
    if len(errors) == 1 and errors[0]["message"] == detail:
        return detail
    faults = (f"{error['field']}: {error['message']}" for error in errors)
    untold = "; ".join(fault for fault in faults if fault not in detail)
    return f"{detail} ({untold})" if untold else detail


class SecretLost(LatchkeyError):
    """
    A key was made or rotated, and the answer with its secret was lost on the way. The secret is nowhere: rotate the key,
    or delete it. A rotation with a grace period leaves the former secret valid until `record["rotationEndsAt"]`.
    """

    may_have_happened = True

    def __init__(self, record: MintedApiKey) -> None:
        super().__init__(f"The answer with the secret of key {record['id']} was lost; rotate the key, or delete it")
        self.id: str = record["id"]
        """Of the key."""
        self.record = record
