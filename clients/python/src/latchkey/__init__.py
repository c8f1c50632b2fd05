"""Latchkey's API, and `protect` for Lambda functions and WSGI servers that are sent its keys."""
from ._answers import etag_of, headers_of
from ._arguments import UNSET, When
from ._audit import ChainFault, ChainReport, verify_chain
from ._client import Client
from ._errors import (
    ConnectionError,
    LatchkeyError,
    ProblemError,
    SecretLost,
    TimeoutError,
    UnexpectedAnswerError,
)
from ._listing import Listing, Page
from ._pacing import Pacing
from ._webhooks import WebhookEvent, WebhookVerificationError, verify_webhook
from .generated import errors as _errors_of_codes
from .generated.contract import version as __version__
from .generated.errors import *
from ._protect import Cache, Caller, CallingKey, principal_of, protect

__all__ = [
    "Cache",
    "Caller",
    "CallingKey",
    "ChainFault",
    "ChainReport",
    "Client",
    "ConnectionError",
    "LatchkeyError",
    "Listing",
    "Pacing",
    "Page",
    "ProblemError",
    "SecretLost",
    "TimeoutError",
    "UNSET",
    "UnexpectedAnswerError",
    "WebhookEvent",
    "WebhookVerificationError",
    "When",
    "__version__",
    "etag_of",
    "headers_of",
    "principal_of",
    "protect",
    "verify_chain",
    "verify_webhook",
]
__all__ += _errors_of_codes.__all__
