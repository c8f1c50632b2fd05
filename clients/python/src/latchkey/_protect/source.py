from __future__ import annotations

import ipaddress
import re
from typing import Callable, List, Optional, Sequence, Union

_Address = Union[ipaddress.IPv4Address, ipaddress.IPv6Address]
_Network = Union[ipaddress.IPv4Network, ipaddress.IPv6Network]

FindSource = Callable[[Optional[str], Optional[str]], Optional[str]]
"""Tells where a call comes from, by the connection and by `X-Forwarded-For`; None where that is not known."""


def source_finder(trusted_proxies: Sequence[str]) -> FindSource:
    """
    The address that the connection comes from; and as long as that is one of the named proxies, the one that it says it has
    forwarded for, from the right of `X-Forwarded-For`. Whatever a client writes there stands to the left of what the first
    proxy has seen, and is not read.

    Raises ValueError for what is neither an address nor a range in CIDR notation.
    """
    if isinstance(trusted_proxies, str):
        raise ValueError("trusted_proxies: must be a list")
    networks = [_network(text) for text in trusted_proxies]

    def find(peer: Optional[str], forwarded_for: Optional[str]) -> Optional[str]:
        hops: List[str] = forwarded_for.split(",") if forwarded_for else []
        text = peer
        while text is not None:
            address = read_address(_without_port(text.strip()))
            if address is None:
                return None
            if not hops or not any(address in network for network in networks):
                return str(address)
            text = hops.pop()
        return None

    return find


def read_address(text: str) -> Optional[_Address]:
    """None for what is no address. An IPv4 address that is mapped into IPv6 is the former; zones are left out."""
    try:
        address = ipaddress.ip_address(re.sub(r"%[\w.~-]+\Z", "", text))
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        return address.ipv4_mapped or address
    # Some versions of Python take 010.0.0.1 for an address, of which nobody knows whether it is octal.
    return address if str(address) == text else None


def _network(text: str) -> _Network:
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise ValueError(f"trusted_proxies: {text} is no address, and no range such as 10.0.0.0/8") from None
    if isinstance(network, ipaddress.IPv6Network):
        mapped = network.network_address.ipv4_mapped
        if mapped is not None and network.prefixlen >= 96:
            return ipaddress.ip_network(f"{mapped}/{network.prefixlen - 96}", strict=False)
    return network


def _without_port(text: str) -> str:
    """Some proxies write `203.0.113.7:4711`, or `[2001:db8::1]:4711`."""
    parts = re.fullmatch(r"\[([^\]]+)\](?::\d+)?", text) or re.fullmatch(r"([\d.]+):\d+", text)
    return text if parts is None else parts[1]
