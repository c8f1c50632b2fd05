from __future__ import annotations

import random
import time
from typing import Callable, NamedTuple, Optional

_FIRST_SECONDS, _LONGEST_SECONDS, _SPREAD_SECONDS = 0.1, 5.0, 0.25


class Pacing(NamedTuple):
    """How the time between attempts passes: for tests."""

    random: Callable[[], float] = random.random
    """0 to 1."""
    sleep: Callable[[float], object] = time.sleep


def wait_of(attempt: int, retry_after: Optional[int], pacing: Pacing) -> float:
    """
    Seconds before the next attempt: what the server asks for, and a little more, so that not all come back at once; else
    anything up to a bound that doubles.
    """
    if retry_after is not None:
        return retry_after + pacing.random() * _SPREAD_SECONDS
    # A large power would be no float any more.
    return pacing.random() * min(_LONGEST_SECONDS, _FIRST_SECONDS * 2.0 ** min(attempt, 30))
