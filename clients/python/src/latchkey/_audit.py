from __future__ import annotations

import hashlib
import json
import math
import re
from typing import Any, Dict, Iterable, List, Literal, NamedTuple, Optional

from .types import AuditEvent

_BEGINNING = "0" * 64


class ChainFault(NamedTuple):
    """What is wrong with an event."""

    event_id: str
    sequence: int
    reason: Literal["altered", "missing", "not linked"]
    """`missing`: one or more before it are not there. `not linked`: what is before it is another than it says."""


class ChainReport(NamedTuple):
    """What was found in audit events."""

    faults: List[ChainFault]
    """Empty where nothing is wrong."""
    verified: int
    """Events whose hash was recomputed."""
    linked_only: int
    """Events that are shown without address and user agent, so that only their links could be checked."""


def verify_chain(events: Iterable[AuditEvent]) -> ChainReport:
    """
    Checks audit events by the hash chain of each target: what was altered, removed or put in another order shows. Events may
    be of several targets, come in any order, and more than once. Each target is checked from its oldest event given on: hand
    over all of it, since what is left out before the oldest or after the newest cannot show, nor in a list that a filter by
    actor or action has thinned out.
    """
    targets: Dict[str, Dict[str, AuditEvent]] = {}
    for event in events:
        target = json.dumps([event["target"]["type"], event["target"]["id"]])
        # The same event twice is no fault; two under one name are.
        targets.setdefault(target, {})[canonical_json(event)] = event
    faults: List[ChainFault] = []
    verified = linked_only = 0
    for chain in targets.values():
        before: Optional[AuditEvent] = None
        for event in sorted(chain.values(), key=lambda each: each["sequence"]):
            fault = _link_fault(event, before)
            if fault is not None:
                faults.append(ChainFault(event["eventId"], event["sequence"], fault))
            if "sourceIp" not in event or "userAgent" not in event:
                # An owner does not learn where others called from.
                linked_only += 1
            elif _hash_of(event) == event["hash"]:
                verified += 1
            else:
                faults.append(ChainFault(event["eventId"], event["sequence"], "altered"))
            before = event
    return ChainReport(faults, verified, linked_only)


def _link_fault(event: AuditEvent, before: Optional[AuditEvent]) -> Optional[Literal["missing", "not linked"]]:
    if before is None:
        return "not linked" if event["sequence"] == 1 and event["previousHash"] != _BEGINNING else None
    if event["sequence"] > before["sequence"] + 1:
        return "missing"
    is_linked = event["sequence"] != before["sequence"] and event["previousHash"] == before["hash"]
    return None if is_linked else "not linked"


def _hash_of(event: AuditEvent) -> str:
    """SHA-256 over the canonical JSON of the event without its `hash`, in hexadecimal."""
    body = {name: value for name, value in event.items() if name != "hash"}
    return hashlib.sha256(canonical_json(body).encode()).hexdigest()


def canonical_json(value: Any) -> str:
    """The canonical text of a JSON value (RFC 8785): members sorted by the UTF-16 units of their names."""
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_text(name)}:{canonical_json(member)}" for name, member in members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical_json(member) for member in value) + "]"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number(value)
    return json.dumps(value)


def _text(value: str) -> str:
    # Half of a surrogate pair is no character, and cannot be written as one.
    return re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", json.dumps(value, ensure_ascii=False))


def _number(value: float) -> str:
    """As ECMAScript writes it: the shortest digits that are read as the same number."""
    try:
        number = float(value)
    except OverflowError:
        return "null"
    if not math.isfinite(number):
        return "null"
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    mantissa, _, exponent = f"{abs(number)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    # The number is 0.digits times ten to the power of this.
    point = len(whole.lstrip("0")) + int(exponent or 0)
    if whole.strip("0") == "":
        point = int(exponent or 0) - (len(fraction) - len(fraction.lstrip("0")))
    digits = digits.rstrip("0")
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    shown = digits[0] + (f".{digits[1:]}" if len(digits) > 1 else "")
    return f"{sign}{shown}e{'+' if point > 0 else '-'}{abs(point - 1)}"
