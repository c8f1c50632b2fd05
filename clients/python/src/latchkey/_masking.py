from __future__ import annotations

import re
from typing import Iterable

# What has the shape of a key, of whatever deployment.
_key_shape = re.compile(r"[a-z][a-z0-9]{1,5}(?:_|%5f)[0-9A-Za-z]{49}\w*", re.IGNORECASE | re.ASCII)


def masked(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without keys, and without these secrets."""
    for secret in secrets:
        text = text.replace(secret, "[masked]")
    return _key_shape.sub("[masked key]", text)
