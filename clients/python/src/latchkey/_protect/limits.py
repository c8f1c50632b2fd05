"""What a caller is told of the limit of the key (draft-ietf-httpapi-ratelimit-headers-10)."""
from __future__ import annotations

import math
from datetime import datetime
from typing import Any, Dict, Mapping

_WINDOW_SECONDS = 60


def limit_headers(policy: str, limit: Any, remaining: Any, seconds: Any) -> Dict[str, str]:
    """`seconds` until the whole limit can be used again."""
    return {
        "RateLimit-Policy": f'"{policy}";q={limit};w={_WINDOW_SECONDS}',
        "RateLimit": f'"{policy}";r={remaining};t={seconds}',
    }


def verified_limit_headers(limit: Mapping[str, Any], now: float) -> Dict[str, str]:
    """Of what a verdict tells."""
    seconds = max(0, math.ceil(seconds_of(limit["resetAt"]) - now))
    return limit_headers("latchkey", limit["limit"], limit["remaining"], seconds)


def retry_after_seconds(limit: Mapping[str, Any], cost: int, now: float) -> int:
    """
    Seconds until a call can be made that counts for `cost`: the bucket is full at `resetAt`, and fills with the limit per
    minute. At least one.
    """
    rate: int = limit["limit"]
    enough_at = seconds_of(limit["resetAt"]) - (rate - cost) * _WINDOW_SECONDS / rate
    return max(1, math.ceil(enough_at - now))


def seconds_of(timestamp: str) -> float:
    """Of a timestamp of the API's, since 1970."""
    return datetime.fromisoformat(timestamp.replace("Z", "+00:00")).timestamp()
