from __future__ import annotations

import re

from .._masking import masked


def shown_text(text: str, max_length: int) -> str:
    """
    What Latchkey is told of a text that a caller chose, for the usage of the key: visible ASCII, no longer than it takes, and
    without keys, however often they were percent-encoded.
    """
    shown = re.sub(r"[^\x20-\x7e]", "", text)[:max_length]
    return "[masked key]" if hides_key(shown) else shown


def hides_key(text: str) -> bool:
    """Whether something in it has the shape of a key."""
    while True:
        if masked(text) != text:
            return True
        decoded = re.sub(r"%([2-7][\da-fA-F])", lambda digits: chr(int(digits[1], 16)), text)
        if decoded == text:
            return False
        text = decoded
