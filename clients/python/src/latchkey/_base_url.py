from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit


class BaseUrl(NamedTuple):
    """The address of an API."""

    scheme: str
    host: str
    port: int
    path: str
    """Without a slash at its end."""
    text: str
    """Without a slash at its end."""


_loopback = re.compile(r"localhost|127\.\d+\.\d+\.\d+|::1")


def read_base_url(text: str) -> BaseUrl:
    """Raises ValueError for what is no address of an API, and for one over which a credential could be overheard."""
    parts = None
    if isinstance(text, str) and re.fullmatch(r"[\x21-\x7e]+", text) and "\\" not in text:
        try:
            parts = urlsplit(text)
            port = parts.port
        except ValueError:
            parts = None
    if parts is None or not parts.hostname or "@" in parts.netloc or "?" in text or "#" in text:
        # Outside of the handling of another error: that one would hold the text, and be shown with this one.
        raise ValueError("base_url: must be the address of the API, such as https://host/api/v1")
    is_loopback = _loopback.fullmatch(parts.hostname) is not None
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback):
        raise ValueError("base_url: must begin with https://, but for loopback addresses")
    path = parts.path.rstrip("/")
    shown = f"{parts.scheme}://{parts.netloc}{path}"
    return BaseUrl(parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80), path, shown)
