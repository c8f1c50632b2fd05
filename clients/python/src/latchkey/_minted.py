from __future__ import annotations

from typing import Any, Callable, Dict, Literal, Optional

from ._errors import LatchkeyError, SecretLost, UnexpectedAnswerError

OnLostSecret = Literal["raise", "rotate"]

# How often a secret that is lost again is replaced.
_MAX_REPAIRS = 3


def with_secret(record: Dict[str, Any], rotate: Optional[Callable[[str], Dict[str, Any]]]) -> Dict[str, Any]:
    """
    The key with its secret, and where that was lost: rotated, so that there is a new one. `rotate` makes another secret for
    the key; it is None where that is not wanted.

    Raises SecretLost where there is no secret, with the error that kept it from being replaced as its cause.
    """
    current, repairs = record, 0
    while True:
        if not isinstance(current, dict) or not isinstance(current.get("id"), str):
            raise _not_a_key()
        if isinstance(current.get("key"), str) and current["key"] != "":
            return current
        lost = SecretLost(current)  # type: ignore[arg-type]
        # The former secret of a rotation with a grace period is in use: another rotation would end it.
        if rotate is None or repairs == _MAX_REPAIRS or current.get("rotationEndsAt", "") is not None:
            raise lost
        failure = None
        try:
            current = rotate(record["id"])
        except LatchkeyError as error:
            failure = error
        if failure is not None:
            lost.__cause__ = failure
            raise lost
        repairs += 1


def _not_a_key() -> UnexpectedAnswerError:
    error = UnexpectedAnswerError("is no key", 200, None)
    error.may_have_happened = True
    return error
