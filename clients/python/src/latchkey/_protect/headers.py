from __future__ import annotations

import re

_withheld = re.compile(r"(authorization\Z|x-api-key\Z|x-latchkey-)", re.IGNORECASE)


def is_withheld(name: str) -> bool:
    """Whether a backend must not see a header: credentials, and what a client says in the name of Latchkey."""
    # WSGI, and others that make variables of headers, take `_` and `-` for the same.
    return _withheld.match(name.replace("_", "-")) is not None
