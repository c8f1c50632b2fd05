"""Arguments of calls as the API wants them."""
from __future__ import annotations

from datetime import date, datetime, timezone
from enum import Enum
from typing import Any, Dict, Mapping, Union

When = Union[str, date]
"""A time of the API's, as text or as a `datetime` with a time zone; or a day."""


class Unset(Enum):
    """What was not given: None is a value of its own."""

    UNSET = "unset"

    def __repr__(self) -> str:
        return "UNSET"


UNSET = Unset.UNSET


def given(fields: Mapping[str, Any]) -> Dict[str, Any]:
    """
    The body of the fields that were given.

    Raises ValueError for a time without a time zone.
    """
    return {
        name: when_text(name, value) if isinstance(value, date) else value
        for name, value in fields.items()
        if value is not UNSET
    }


def query_text(name: str, value: Any) -> str:
    """
    The text of a filter; several values stand with commas between them.

    Raises ValueError for a time without a time zone.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return when_text(name, value)
    if isinstance(value, (str, int)):
        return str(value)
    return ",".join(query_text(name, each) for each in value)


def when_text(name: str, value: date) -> str:
    """ISO-8601: of a time in UTC with milliseconds, or of a day."""
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.utcoffset() is None:
        raise ValueError(f"{name}: must have a time zone, such as datetime.timezone.utc")
    return value.astimezone(timezone.utc).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
