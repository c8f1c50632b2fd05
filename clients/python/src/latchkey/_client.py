from __future__ import annotations

import os
import ssl
from typing import Any, Callable, Optional, Union

from ._api import Api
from ._base_url import read_base_url
from ._credential import Credential
from ._minted import OnLostSecret
from ._pacing import Pacing
from ._pool import Pool
from ._transport import Transport
from .generated.resources import Apis, Audit, Calls, Keys, Roles, Usage, Users, Webhooks


class Client(Calls):
    """
    A client of one Latchkey deployment. Threads can share it.

    `base_url`: with `/v1`, such as `https://abc123.execute-api.eu-west-1.amazonaws.com/api/v1`; plain HTTP is for loopback
    addresses. Default: the environment variable LATCHKEY_URL.

    `api_key`: default the environment variable LATCHKEY_API_KEY; without one, public calls alone can be made.
    `credential`: in place of it, the access token of a person; a function is asked before every attempt, so that it can
    renew a token.

    `timeout`: seconds for an attempt, until the end of its answer. `retries`: attempts after the first, of calls that may
    be repeated. `max_wait`: where `Retry-After` asks for a longer wait than these seconds, the refusal is raised instead.
    `max_pages`: pages of one list, after which it is taken for endless. `on_lost_secret`: what becomes of a key whose secret
    was lost on the way, see `SecretLost`. `ssl_context`: which certificates are trusted; default the platform's.

    Raises ValueError for a `base_url` that is none, or plain HTTP to another machine, and for a credential that is none.
    """

    def __init__(
        self,
        base_url: Optional[str] = None,
        api_key: Optional[str] = None,
        *,
        credential: Union[str, Callable[[], str], None] = None,
        timeout: float = 10.0,
        retries: int = 3,
        max_wait: float = 30.0,
        max_pages: int = 10_000,
        on_lost_secret: OnLostSecret = "raise",
        ssl_context: Optional[ssl.SSLContext] = None,
        pacing: Pacing = Pacing(),
    ) -> None:
        if api_key is not None and credential is not None:
            raise TypeError("Give api_key or credential, not both")
        chosen = base_url if base_url is not None else os.environ.get("LATCHKEY_URL", "")
        base = read_base_url(chosen)
        source = credential if credential is not None else api_key
        if source is None:
            source = os.environ.get("LATCHKEY_API_KEY") or None
        self.base_url = base.text
        """Without a slash at its end."""
        self._pool = Pool(base, ssl_context)
        transport = Transport(
            self._pool, Credential(source), timeout=timeout, retries=retries, max_wait=max_wait, pacing=pacing
        )
        api = Api(base, transport, max_pages, on_lost_secret)
        super().__init__(api)
        self.keys = Keys(api)
        self.users = Users(api)
        self.roles = Roles(api)
        self.apis = Apis(api)
        self.webhooks = Webhooks(api)
        self.usage = Usage(api)
        self.audit = Audit(api)
        self.request = api.request
        self.list = api.list

    def close(self) -> None:
        """Closes idle connections."""
        self._pool.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<latchkey.Client of {self.base_url}>"
