from __future__ import annotations

import re
from http.client import HTTPMessage
from typing import Callable, Generic, Iterator, List, NamedTuple, Optional, Set, TypeVar
from urllib.parse import parse_qs, quote, urljoin, urlsplit

from ._answers import Answer
from ._errors import UnexpectedAnswerError

Item = TypeVar("Item")


class Step(NamedTuple):
    """An answer, and what is known of the next."""

    answer: Answer
    next: Optional[str]
    """Its address; None at the end."""


def unexpected(answer: Answer, what: str) -> UnexpectedAnswerError:
    """An error about an answer, which `what` completes: it "is no list"."""
    return UnexpectedAnswerError(what, answer.status, answer.request_id)


def steps_from(first: str, read: Callable[[str], Answer], max_steps: int) -> Iterator[Step]:
    """
    Reads on from an address, as far as `Link` leads.

    Raises UnexpectedAnswerError for a `Link` that leads elsewhere, or on and on.
    """
    seen: Set[str] = set()
    url: Optional[str] = first
    while url is not None:
        answer = read(url)
        seen.add(url)
        following = _next_of(answer.headers, url)
        if following is not None and _origin_of(following) != _origin_of(url):
            raise unexpected(answer, "leads to another server")
        if following is not None and (following in seen or len(seen) >= max_steps):
            raise unexpected(answer, "is a list without end")
        yield Step(answer, following)
        url = following


class Page(Generic[Item]):
    """A part of a list."""

    def __init__(self, items: List[Item], cursor: Optional[str], headers: HTTPMessage) -> None:
        self.items = items
        self.cursor = cursor
        """Where the next page begins, for `cursor` of the same query; None at the end. A page can be short before."""
        self.headers = headers


class Listing(Generic[Item]):
    """A list of the API, read page by page as it is iterated: over its items, or its `pages()`. Each iteration begins anew."""

    def __init__(self, steps: Callable[[], Iterator[Step]]) -> None:
        self._steps = steps

    def __iter__(self) -> Iterator[Item]:
        for page in self.pages():
            yield from page.items

    def pages(self) -> Iterator[Page[Item]]:
        """Raises UnexpectedAnswerError for a list that leads elsewhere, or has no end."""
        for answer, following in self._steps():
            if not isinstance(answer.body, list):
                raise unexpected(answer, "is no list")
            query = parse_qs(urlsplit(following or "").query)
            yield Page(answer.body, query.get("cursor", [None])[0], answer.headers)

    def page(self) -> Page[Item]:
        """The first page alone."""
        return next(self.pages())


_link = re.compile(r'<([^>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^\s;,"]*))*)', re.ASCII)
_relation = re.compile(r';\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]*))', re.IGNORECASE)


def _next_of(headers: HTTPMessage, base: str) -> Optional[str]:
    """The target of `rel="next"` (RFC 8288), resolved; None where there is none."""
    for target, parameters in _link.findall(", ".join(headers.get_all("Link", []))):
        relation = _relation.search(parameters)
        names = "" if relation is None else relation[1] or relation[2] or ""
        if "next" in names.lower().split():
            # What no address has in it is written as one has it.
            shown = quote(target, safe="!#$%&'()*+,/:;=?@[]~", encoding="latin-1")
            return _resolved(base, shown)
    return None


def _resolved(base: str, target: str) -> str:
    try:
        return urljoin(base, target)
    except ValueError:
        return "elsewhere:"


def _origin_of(url: str) -> object:
    parts = urlsplit(url)
    try:
        return parts.scheme, parts.hostname, parts.port or {"https": 443, "http": 80}.get(parts.scheme), "@" in parts.netloc
    except ValueError:
        return None
