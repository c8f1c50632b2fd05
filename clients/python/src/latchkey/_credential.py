from __future__ import annotations

import re
from typing import Callable, Optional, Union


class Credential:
    """What stands in `Authorization`: kept where neither `repr` nor the variables of a traceback show it."""

    __slots__ = ("_tell",)

    def __init__(self, source: Union[str, Callable[[], str], None]) -> None:
        if source is not None and not callable(source):
            _check(source)
        self._tell: Callable[[], Optional[str]] = source if callable(source) else lambda: source

    def renewed(self) -> Credential:
        """What it is now: a function is asked."""
        return Credential(self._tell())

    def reveal(self) -> Optional[str]:
        return self._tell()

    def __repr__(self) -> str:
        return "<credential>"

    def __reduce__(self) -> str:
        raise TypeError("A credential is not pickled; make a client where it is used")


def _check(value: object) -> None:
    if not isinstance(value, str) or re.fullmatch(r"[\x21-\x7e]+", value) is None:
        raise ValueError("credential: must be a text of visible ASCII characters without spaces")
