# Written by `npm run client:python-types` from the API of this repository.
"""What answers and bodies are made of. TypedDicts are dictionaries; they have the API's own names."""
from __future__ import annotations

from typing import Any, Dict, List, Literal, Optional, TypedDict, Union

class NewProtectedApiGateway(TypedDict):
    accountId: str
    apiId: str
    stage: str


class _NewProtectedApiRoutesRequired(TypedDict):
    method: Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "ANY"]
    # A resource path of API Gateway, such as /orders/{id} or /files/{proxy+}
    path: str


class NewProtectedApiRoutes(_NewProtectedApiRoutesRequired, total=False):
    scopes: List[str]
    # A name, or `{parameter}` of the path
    project: str
    # A name, or `{parameter}` of the path
    module: str
    # A name, or `{parameter}` of the path
    environment: str
    # `read` or `write` on a module; `read`, `execute` or `deploy` on an environment
    action: Literal["read", "write", "execute", "deploy"]
    # Calls that one counts for; default 1
    cost: int


class ProtectedApiDefinitionGateway(TypedDict):
    accountId: str
    apiId: str
    stage: str


class _ProtectedApiDefinitionRoutesRequired(TypedDict):
    method: Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "ANY"]
    # A resource path of API Gateway, such as /orders/{id} or /files/{proxy+}
    path: str


class ProtectedApiDefinitionRoutes(_ProtectedApiDefinitionRoutesRequired, total=False):
    scopes: List[str]
    # A name, or `{parameter}` of the path
    project: str
    # A name, or `{parameter}` of the path
    module: str
    # A name, or `{parameter}` of the path
    environment: str
    # `read` or `write` on a module; `read`, `execute` or `deploy` on an environment
    action: Literal["read", "write", "execute", "deploy"]
    # Calls that one counts for; default 1
    cost: int


class _VerificationRequestRequired(TypedDict):
    method: str
    path: str


class VerificationRequest(_VerificationRequestRequired, total=False):
    # As the service was sent it; characters that nobody sees are left out
    userAgent: str


class _ProblemRequired(TypedDict):
    # The page that explains the code
    type: str
    # What the status is called
    title: str
    status: int
    # What is the matter, for people
    detail: str
    # What is the matter, for programs; it does not change
    code: Literal["UNAUTHENTICATED", "TOKEN_INVALID", "API_KEY_INVALID", "API_KEY_EXPIRED", "API_KEY_PAUSED", "USER_DISABLED", "USER_HAS_NO_ROLES", "USER_UNKNOWN", "INSUFFICIENT_PERMISSIONS", "IP_NOT_ALLOWED", "RATE_LIMITED", "API_UNKNOWN", "ROUTE_UNKNOWN", "INVALID", "END_USER_KEY", "NOT_FOUND", "NAME_TAKEN", "CONFLICT", "IDEMPOTENCY_CONFLICT", "IN_USE", "PRECONDITION_FAILED", "TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE", "INTERNAL", "UNAVAILABLE"]
    # For questions to the operator
    requestId: str


class Problem(_ProblemRequired, total=False):
    # All fields that are not valid
    errors: List[FieldError]
    # Scopes that the caller lacks
    missingScopes: List[str]
    # Rights that the caller lacks
    missingAccessRights: AccessRights


class FieldError(TypedDict):
    # Path of the field, or the name of a parameter or header
    field: str
    message: str


class AccessRightsProjects(TypedDict, total=False):
    modules: Dict[str, Literal["read", "write"]]
    environments: Dict[str, List[Literal["read", "execute", "deploy"]]]


class AccessRights(TypedDict, total=False):
    projects: Dict[str, AccessRightsProjects]


class _NewApiKeyRequired(TypedDict):
    # 1 to 256 characters, one of them visible, none of them a control character, nor invisible but for ZWJ
    # and ZWNJ; spaces around it are dropped
    name: str


class NewApiKey(_NewApiKeyRequired, total=False):
    # No control characters but line breaks and tabs, none that are invisible but ZWJ and ZWNJ
    description: str
    userId: str
    # A key of type `end-user` can use /me, /scopes and /verify of this API, and no other route
    type: Literal["admin", "end-user"]
    # Null, the default: whatever the user may do. `[]`: nothing
    scopes: Optional[List[str]]
    # Null, the default: whatever the user may do. `{}`: nothing
    accessRights: Optional[AccessRights]
    # How many calls a minute the key may make
    rateLimitTier: str
    allowedIps: Optional[List[str]]
    # Up to 20 pairs of text, 2 KB in all; no control characters but line breaks and tabs in it
    metadata: Dict[str, str]
    # A timestamp, or a date: 00:00 UTC of that day. Null for never
    expiresAt: Optional[str]
    # In place of `expiresAt`: a number and s, m (minutes), h, d, w or y (365 days)
    expiresIn: str


class MintedApiKeyRotation(TypedDict):
    # As `rotationEndsAt`
    endsAt: str
    # The first ten characters of the former secret; null where a former version rotated the key
    oldPrefix: Optional[str]
    # When the former secret was presented last, as `lastUsedAt` tells it of all of them
    oldLastSeenAt: Optional[str]


class MintedApiKeyUsed(TypedDict):
    # Since when it is known of every call that was let through. It begins anew with a call that does not
    # tell: of routes of this API that go by more than their scopes, and verifications that ask for nothing
    since: str
    scopes: List[str]
    accessRights: AccessRights


class MintedApiKeyWarnings(TypedDict):
    code: Literal["NO_EFFECTIVE_PERMISSIONS"]
    message: str


class _MintedApiKeyRequired(TypedDict):
    id: str
    name: str
    description: str
    # The first ten characters of the secret
    keyPrefix: str
    # The user that the key impersonates
    userId: str
    # A key of type `end-user` can use /me, /scopes and /verify of this API, and no other route
    type: Literal["admin", "end-user"]
    # A key that is paused and has expired is `expired`
    status: Literal["active", "paused", "expired"]
    scopes: Optional[List[str]]
    accessRights: Optional[AccessRights]
    rateLimitTier: str
    allowedIps: Optional[List[str]]
    metadata: Dict[str, str]
    createdBy: str
    # Id of the key that minted this one; null where a person did
    createdVia: Optional[str]
    createdAt: str
    updatedAt: str
    expiresAt: Optional[str]
    # The last call with it, let through or refused, to the minute; null where there was none. The answer of a
    # change does not wait long for it, and can have null then
    lastUsedAt: Optional[str]
    lastRotatedAt: Optional[str]
    # Until when the former secret works; null where none does
    rotationEndsAt: Optional[str]
    # The former secret, as long as it works, else null. Who still presents it is told by the usage of the key
    # with `keyPrefix={oldPrefix}`
    rotation: Optional[MintedApiKeyRotation]
    # What calls needed that were let through; null where there was none, where they needed more than is noted
    # (32 scopes and rights), and where the answer of a change does not wait for it
    used: Optional[MintedApiKeyUsed]
    # The secret, shown this once and never stored; null in a replay
    key: Optional[str]


class MintedApiKey(_MintedApiKeyRequired, total=False):
    # What is allowed, and hardly what its maker wants
    warnings: List[MintedApiKeyWarnings]


class ApiKeyPreviewGrants(TypedDict):
    role: str
    scopes: List[str]
    accessRights: AccessRights


class ApiKeyPreviewDead(TypedDict):
    scopes: List[str]
    accessRights: AccessRights


class ApiKeyPreviewWarnings(TypedDict):
    code: Literal["NO_EFFECTIVE_PERMISSIONS"]
    message: str


class _ApiKeyPreviewRequired(TypedDict):
    # The problem that the real call would be answered with; null where it would succeed
    refusal: Optional[Problem]
    # Effective: what the roles of its user grant, and the key leaves
    scopes: List[str]
    # Effective, as the scopes are
    accessRights: AccessRights
    # The roles of its user that grant something of it, and what each of them does
    grants: List[ApiKeyPreviewGrants]
    # What the body or the key names, and no role of its user grants anything of
    dead: ApiKeyPreviewDead


class ApiKeyPreview(_ApiKeyPreviewRequired, total=False):
    # What is allowed, and hardly what its maker wants
    warnings: List[ApiKeyPreviewWarnings]


ApiKeyList = List["ApiKey"]


class ApiKeyRotation(TypedDict, total=False):
    # How long the former secret still works, `0s` (the default) to `30d`
    gracePeriod: str
    # A timestamp, or a date: 00:00 UTC of that day. Null for never
    expiresAt: Optional[str]
    # In place of `expiresAt`: a number and s, m (minutes), h, d, w or y (365 days)
    expiresIn: str


class ApiKeyUsed(TypedDict):
    # Since when it is known of every call that was let through. It begins anew with a call that does not
    # tell: of routes of this API that go by more than their scopes, and verifications that ask for nothing
    since: str
    scopes: List[str]
    accessRights: AccessRights


class ApiKey(TypedDict):
    id: str
    name: str
    description: str
    # The first ten characters of the secret
    keyPrefix: str
    # The user that the key impersonates
    userId: str
    # A key of type `end-user` can use /me, /scopes and /verify of this API, and no other route
    type: Literal["admin", "end-user"]
    # A key that is paused and has expired is `expired`
    status: Literal["active", "paused", "expired"]
    scopes: Optional[List[str]]
    accessRights: Optional[AccessRights]
    rateLimitTier: str
    allowedIps: Optional[List[str]]
    metadata: Dict[str, str]
    createdBy: str
    # Id of the key that minted this one; null where a person did
    createdVia: Optional[str]
    createdAt: str
    updatedAt: str
    expiresAt: Optional[str]
    # The last call with it, let through or refused, to the minute; null where there was none. The answer of a
    # change does not wait long for it, and can have null then
    lastUsedAt: Optional[str]
    lastRotatedAt: Optional[str]
    # Until when the former secret works; null where none does
    rotationEndsAt: Optional[str]
    # The former secret, as long as it works, else null. Who still presents it is told by the usage of the key
    # with `keyPrefix={oldPrefix}`
    rotation: Optional[ApiKeyRotation]
    # What calls needed that were let through; null where there was none, where they needed more than is noted
    # (32 scopes and rights), and where the answer of a change does not wait for it
    used: Optional[ApiKeyUsed]


class ApiKeyCountsByStatus(TypedDict):
    active: int
    paused: int
    expired: int


ApiKeyCountsByType = TypedDict("ApiKeyCountsByType", {
    "admin": "int",
    "end-user": "int",
})


class ApiKeyCounts(TypedDict):
    # When counting began, and the moment that all counts are of; what has changed since then may be counted
    # as it was
    asOf: str
    total: int
    byStatus: ApiKeyCountsByStatus
    byType: ApiKeyCountsByType
    # Keys that expire within 14 days and have not expired yet
    expiring: int
    # Keys without expiry
    neverExpiring: int
    # Keys that no call was made with since the UTC day 90 days ago began, and that were there before
    unused: int
    # Keys whose secret is older than 90 days
    unrotated: int
    # Keys with neither scopes nor access rights of their own
    unlimited: int
    # Active keys that hold what no call needed, known for 30 days or longer; see `broad` of the list
    broad: int


class ApiKeyChanges(TypedDict, total=False):
    # 1 to 256 characters, one of them visible, none of them a control character, nor invisible but for ZWJ
    # and ZWNJ; spaces around it are dropped
    name: str
    # No control characters but line breaks and tabs, none that are invisible but ZWJ and ZWNJ
    description: str
    status: Literal["active", "paused"]
    # A key of type `end-user` can use /me, /scopes and /verify of this API, and no other route
    type: Literal["admin", "end-user"]
    # Null, the default: whatever the user may do. `[]`: nothing
    scopes: Optional[List[str]]
    # Null, the default: whatever the user may do. `{}`: nothing
    accessRights: Optional[AccessRights]
    # How many calls a minute the key may make
    rateLimitTier: str
    allowedIps: Optional[List[str]]
    # Up to 20 pairs of text, 2 KB in all; no control characters but line breaks and tabs in it
    metadata: Dict[str, str]
    # A timestamp, or a date: 00:00 UTC of that day. Null for never
    expiresAt: Optional[str]
    # In place of `expiresAt`: a number and s, m (minutes), h, d, w or y (365 days)
    expiresIn: str
    # An earlier end of the time in which the former secret still works
    rotationEndsAt: str


class _ApiKeyDuplicationRequired(TypedDict):
    # 1 to 256 characters, one of them visible, none of them a control character, nor invisible but for ZWJ
    # and ZWNJ; spaces around it are dropped
    name: str


class ApiKeyDuplication(_ApiKeyDuplicationRequired, total=False):
    # A timestamp, or a date: 00:00 UTC of that day. Null for never
    expiresAt: Optional[str]
    # In place of `expiresAt`: a number and s, m (minutes), h, d, w or y (365 days)
    expiresIn: str


class Revocation(TypedDict):
    # How many keys were deleted
    revoked: int


class _NewApiTokenRequired(TypedDict):
    # 1 to 256 characters, one of them visible, none of them a control character, nor invisible but for ZWJ
    # and ZWNJ; spaces around it are dropped
    name: str
    # A timestamp, or a date: 00:00 UTC of that day; at most 366 days ahead
    expiry: str


class NewApiToken(_NewApiTokenRequired, total=False):
    # `true` for a key of type `admin`, which has all rights of its user
    isAdmin: bool
    # Of a key of type `end-user`
    accessRights: AccessRights


class ApiToken(TypedDict):
    # The secret, shown this once and never stored
    token: str
    tokenPrefix: str
    id: str
    name: str
    expiry: str
    creationDate: str
    isAdmin: bool
    accessRights: Optional[AccessRights]


class _VerificationRequired(TypedDict):
    # The key that the service was sent
    key: str


class Verification(_VerificationRequired, total=False):
    # Scopes that the call needs
    scopes: List[str]
    # Project that the call is about; with a module or an environment of it
    project: str
    module: str
    environment: str
    # `read` or `write` on a module; `read`, `execute` or `deploy` on an environment
    action: Literal["read", "write", "execute", "deploy"]
    # Where the call came from; without it a key that is bound to addresses is refused
    sourceIp: str
    # Calls that this one counts for, up to the limit of the key; default 1
    cost: int
    # The call that the service was sent, for the usage of the key
    request: VerificationRequest


Verdict = Union["UnknownKeyVerdict", "KnownKeyVerdict"]


class UnknownKeyVerdict(TypedDict):
    valid: Literal[False]
    code: Literal["API_KEY_INVALID"]


class KnownKeyVerdictRateLimit(TypedDict):
    limit: int
    remaining: int
    resetAt: str


class _KnownKeyVerdictRequired(TypedDict):
    valid: bool
    code: Literal["VALID", "USER_DISABLED", "USER_HAS_NO_ROLES", "API_KEY_PAUSED", "API_KEY_EXPIRED", "IP_NOT_ALLOWED", "INSUFFICIENT_PERMISSIONS", "RATE_LIMITED"]
    apiKeyId: str
    name: str
    userId: str
    # A key of type `end-user` can use /me, /scopes and /verify of this API, and no other route
    type: Literal["admin", "end-user"]
    scopes: List[str]
    accessRights: AccessRights
    expiresAt: Optional[str]
    # Null for a key without a limit, and for a call that was refused otherwise
    rateLimit: Optional[KnownKeyVerdictRateLimit]
    missingScopes: List[str]


class KnownKeyVerdict(_KnownKeyVerdictRequired, total=False):
    missingAccessRights: AccessRights


class ApiKeyTest(TypedDict, total=False):
    # Scopes that the call needs
    scopes: List[str]
    # Project that the call is about; with a module or an environment of it
    project: str
    module: str
    environment: str
    # `read` or `write` on a module; `read`, `execute` or `deploy` on an environment
    action: Literal["read", "write", "execute", "deploy"]
    # Where the call came from; without it a key that is bound to addresses is refused
    sourceIp: str
    # Calls that this one counts for, up to the limit of the key; default 1
    cost: int


class ExplanationChecks(TypedDict):
    name: str
    ok: bool
    detail: str


class Explanation(TypedDict):
    valid: bool
    checks: List[ExplanationChecks]


class PrincipalApiKey(TypedDict):
    id: str
    name: str
    # A key of type `end-user` can use /me, /scopes and /verify of this API, and no other route
    type: Literal["admin", "end-user"]
    expiresAt: Optional[str]


class Principal(TypedDict):
    userId: str
    via: Literal["jwt", "api-key"]
    roles: List[str]
    # Effective: what the roles grant, and the key leaves
    scopes: List[str]
    # Effective, as the scopes are
    accessRights: AccessRights
    # The calling key; null for people
    apiKey: Optional[PrincipalApiKey]


AuditEventList = List["AuditEvent"]


class _AuditEventActorRequired(TypedDict):
    userId: str
    via: Literal["jwt", "api-key", "system"]


class AuditEventActor(_AuditEventActorRequired, total=False):
    # The key that was called with
    apiKeyId: str


class AuditEventTarget(TypedDict):
    type: Literal["api_key", "user", "role", "api", "webhook"]
    id: str
    name: str


AuditEventChanges = TypedDict("AuditEventChanges", {
    "from": "Any",
    "to": "Any",
})


class _AuditEventRequired(TypedDict):
    eventId: str
    # 1, 2, 3 … without a gap, per target
    sequence: int
    # Hash of the event before this one; 64 zeros for the first
    previousHash: str
    # SHA-256 over the canonical JSON (RFC 8785) of all other members, in hexadecimal
    hash: str
    at: str
    action: Literal["api_key.created", "api_key.updated", "api_key.renamed", "api_key.paused", "api_key.resumed", "api_key.rotated", "api_key.duplicated", "api_key.deleted", "api_key.purged", "user.created", "user.updated", "user.deleted", "role.created", "role.updated", "role.deleted", "api.created", "api.updated", "api.deleted", "webhook.created", "webhook.updated", "webhook.rotated", "webhook.disabled", "webhook.deleted", "registry.restored", "api_key.expiring", "api_key.expired", "api_key.rotation_ending", "webhook.failing"]
    actor: AuditEventActor
    target: AuditEventTarget
    # Every field that changed, as it was and as it is; of the `routes` of an API that is updated, those that
    # changed
    changes: Dict[str, AuditEventChanges]
    # Of the call; callers can choose it
    requestId: str


class AuditEvent(_AuditEventRequired, total=False):
    # Left out, like `userAgent`, where an owner reads of what others did
    sourceIp: Optional[str]
    userAgent: Optional[str]
    # The gateway's own id of the call; left out where no call led to it
    extendedRequestId: str


UsageEntryList = List["UsageEntry"]


class _UsageEntryNeededRequired(TypedDict):
    scopes: List[str]


class UsageEntryNeeded(_UsageEntryNeededRequired, total=False):
    project: str
    module: str
    environment: str
    action: str


class _UsageEntryRequired(TypedDict):
    at: str
    # Null, like `path`, where a service did not say
    method: Optional[str]
    # Of the resource, its parameters unfilled
    path: Optional[str]
    # Null where a protected API was called, which gives the answer itself
    status: Optional[int]
    outcome: Literal["success", "denied", "error"]
    # `VALID`, or the code of the problem
    code: str
    sourceIp: Optional[str]
    userAgent: Optional[str]
    requestId: str
    latencyMs: float


class UsageEntry(_UsageEntryRequired, total=False):
    # Calls before it that were refused alike, and have no entry of their own
    repeated: int
    # The protected API that was called; left out for calls to this one
    api: str
    # Its registered route, such as `ANY /orders`
    route: str
    # What the call asked for; left out where that is not known, or too long to be kept
    needed: UsageEntryNeeded
    # The first ten characters of the secret that was presented; left out where a former version recorded it
    keyPrefix: str
    # A service asked about the key with `POST /verify`; left out for all other calls
    verified: Literal[True]


class UsageSummaryByOutcome(TypedDict):
    success: int
    denied: int
    error: int


class UsageSummaryDays(TypedDict):
    date: str
    success: int
    denied: int
    error: int


UsageSummary = TypedDict("UsageSummary", {
    "from": "str",
    "to": "str",
    "total": "int",
    "byOutcome": "UsageSummaryByOutcome",
    "days": "List[UsageSummaryDays]",
})


class SettingsKeyPolicy(TypedDict):
    requireExpiry: bool
    # A key may live until the end of the UTC day so many days ahead; null is no bound
    maxLifetimeDays: Optional[int]


class SettingsCatalogue(TypedDict):
    projects: List[str]
    modules: List[str]
    environments: List[str]


class Settings(TypedDict):
    # First part of every key
    prefix: str
    # Of keys from before, which are still accepted
    previousPrefixes: List[str]
    # Calls a minute, by tier; null is unlimited
    rateLimitTiers: Dict[str, Optional[int]]
    defaultRateLimitTier: str
    keyPolicy: SettingsKeyPolicy
    maxKeysPerUser: int
    # How long before its end a key is announced to expire, such as `30d`
    notices: List[str]
    # Kinds of webhooks that this deployment sends to
    webhookKinds: List[Literal["https", "eventbridge", "email"]]
    # How long the record of an expired key is kept
    retentionDays: float
    auditRetentionDays: float
    usageRetentionDays: float
    # Which calls have an entry of their own; all are counted
    usageDetail: Literal["all", "denied", "none"]
    # Names for access rights to pick from; rights can name others as well
    catalogue: SettingsCatalogue


class UsageOverviewByOutcome(TypedDict):
    success: int
    denied: int
    error: int


class UsageOverviewDays(TypedDict):
    date: str
    success: int
    denied: int
    error: int


class UsageOverviewByCode(TypedDict):
    code: str
    calls: int


class UsageOverviewByApi(TypedDict):
    api: str
    success: int
    denied: int
    error: int


class UsageOverviewBusiest(TypedDict):
    id: str
    # Null for a key that has ended
    name: Optional[str]
    success: int
    denied: int
    error: int


class UsageOverviewMostRefused(TypedDict):
    id: str
    # Null for a key that has ended
    name: Optional[str]
    success: int
    denied: int
    error: int


class UsageOverviewRankingExact(TypedDict):
    busiest: bool
    mostRefused: bool


UsageOverview = TypedDict("UsageOverview", {
    "from": "str",
    "to": "str",
    "total": "int",
    "byOutcome": "UsageOverviewByOutcome",
    "days": "List[UsageOverviewDays]",
    "countedSince": "Optional[str]",
    "byCode": "List[UsageOverviewByCode]",
    "byApi": "List[UsageOverviewByApi]",
    "busiest": "List[UsageOverviewBusiest]",
    "mostRefused": "List[UsageOverviewMostRefused]",
    "rankingExact": "UsageOverviewRankingExact",
})


class Health(TypedDict):
    status: Literal["ok"]


class ServiceConfigurationClientIds(TypedDict):
    console: Optional[str]
    commandLine: Optional[str]


class ServiceConfiguration(TypedDict):
    # Of the deployment
    name: str
    # Of Latchkey
    version: str
    # What paths of this document are relative to
    apiUrl: str
    # Null where there is no console, or it is where the API is
    consoleUrl: Optional[str]
    # The OpenID Connect issuer whose access tokens are accepted; null for none
    issuer: Optional[str]
    # Public clients at the issuer; null for one that is not known here
    clientIds: ServiceConfigurationClientIds
    # Whether `POST /users` takes `invite`: where people sign in by a user pool of the deployment
    invites: bool


class OpenApiDocument(TypedDict):
    openapi: str
    info: Dict[str, Any]
    paths: Dict[str, Any]


class ProblemExplanation(TypedDict):
    code: str
    title: str
    # More than one where it depends on whom the code is about
    statuses: List[int]
    # What happened
    meaning: str
    # What to do
    remedy: str
    # Whether it helps to send the same again
    retry: str


ScopeList = List["Scope"]


class Scope(TypedDict):
    scope: str
    description: str
    # What a call can do that needs it; follows from its action where `cdk.json` does not say
    group: Literal["read", "write", "execute", "admin"]


UserList = List["User"]


class User(TypedDict):
    userId: str
    displayName: str
    roles: List[str]
    status: Literal["active", "disabled"]
    # Keys of the user, expired ones too as long as they are listed; the `ETag` is not about it
    keyCount: int
    createdAt: str
    updatedAt: str


class _NewUserRequired(TypedDict):
    userId: str


class NewUser(_NewUserRequired, total=False):
    # 1 to 256 characters, one of them visible, none of them a control character, nor invisible but for ZWJ
    # and ZWNJ; spaces around it are dropped
    displayName: str
    roles: List[str]
    status: Literal["active", "disabled"]
    # Whether the person gets an account at sign-in and a mail that invites them: where that is Cognito, and
    # with their email as `userId`
    invite: bool


class _CreatedUserRequired(TypedDict):
    userId: str
    displayName: str
    roles: List[str]
    status: Literal["active", "disabled"]
    # Keys of the user, expired ones too as long as they are listed; the `ETag` is not about it
    keyCount: int
    createdAt: str
    updatedAt: str


class CreatedUser(_CreatedUserRequired, total=False):
    # With `invite`: whether a mail was sent, or there was an account already
    invitation: Literal["sent", "existing"]


class UserChanges(TypedDict, total=False):
    # 1 to 256 characters, one of them visible, none of them a control character, nor invisible but for ZWJ
    # and ZWNJ; spaces around it are dropped
    displayName: str
    roles: List[str]
    status: Literal["active", "disabled"]


RoleList = List["Role"]


class Role(TypedDict):
    name: str
    description: str
    scopes: List[str]
    accessRights: AccessRights
    createdAt: str
    updatedAt: str


class _NewRoleRequired(TypedDict):
    name: str


class NewRole(_NewRoleRequired, total=False):
    # No control characters but line breaks and tabs, none that are invisible but ZWJ and ZWNJ
    description: str
    scopes: List[str]
    accessRights: AccessRights


class RoleDefinition(TypedDict, total=False):
    # No control characters but line breaks and tabs, none that are invisible but ZWJ and ZWNJ
    description: str
    scopes: List[str]
    accessRights: AccessRights


ProtectedApiList = List["ProtectedApi"]


class ProtectedApiGateway(TypedDict):
    accountId: str
    apiId: str
    stage: str


class ProtectedApi(TypedDict):
    name: str
    description: str
    # `deny`, the default: the gateway answers every refusal. `middleware`: the backend answers those of
    # callers who are authenticated. `observe`: everything is let through, and usage tells the verdict
    enforcement: Literal["deny", "middleware", "observe"]
    # Whether access tokens of people pass; by default keys alone do
    people: bool
    # How who is not authenticated is answered: with 403 and the code, or with a static 401
    unauthenticated: Literal["401", "403"]
    # The stage that is protected, of this account or one of `protectedAccounts`; it belongs to one API
    gateway: ProtectedApiGateway
    routes: List[ProtectedRoute]
    # SHA-256 of the routes as canonical JSON (RFC 8785). A deployment whose stage variable `latchkey` has it
    # is judged by these routes, also while the next ones are rolled out
    routesHash: str
    # The stack resource that manages the registration; then only administrators can change it here
    managedBy: Optional[str]
    createdAt: str
    updatedAt: str


class _ProtectedRouteRequired(TypedDict):
    method: Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "ANY"]
    # A resource path of API Gateway, such as /orders/{id} or /files/{proxy+}
    path: str


class ProtectedRoute(_ProtectedRouteRequired, total=False):
    scopes: List[str]
    # A name, or `{parameter}` of the path
    project: str
    # A name, or `{parameter}` of the path
    module: str
    # A name, or `{parameter}` of the path
    environment: str
    # `read` or `write` on a module; `read`, `execute` or `deploy` on an environment
    action: Literal["read", "write", "execute", "deploy"]
    # Calls that one counts for; default 1
    cost: int


class _NewProtectedApiRequired(TypedDict):
    name: str
    # The stage that is protected, of this account or one of `protectedAccounts`; it belongs to one API
    gateway: NewProtectedApiGateway
    routes: List[NewProtectedApiRoutes]


class NewProtectedApi(_NewProtectedApiRequired, total=False):
    # No control characters but line breaks and tabs, none that are invisible but ZWJ and ZWNJ
    description: str
    # `deny`, the default: the gateway answers every refusal. `middleware`: the backend answers those of
    # callers who are authenticated. `observe`: everything is let through, and usage tells the verdict
    enforcement: Literal["deny", "middleware", "observe"]
    # Whether access tokens of people pass; by default keys alone do
    people: bool
    # How who is not authenticated is answered: with 403 and the code, or with a static 401
    unauthenticated: Literal["401", "403"]


class _ProtectedApiDefinitionRequired(TypedDict):
    # The stage that is protected, of this account or one of `protectedAccounts`; it belongs to one API
    gateway: ProtectedApiDefinitionGateway
    routes: List[ProtectedApiDefinitionRoutes]


class ProtectedApiDefinition(_ProtectedApiDefinitionRequired, total=False):
    # No control characters but line breaks and tabs, none that are invisible but ZWJ and ZWNJ
    description: str
    # `deny`, the default: the gateway answers every refusal. `middleware`: the backend answers those of
    # callers who are authenticated. `observe`: everything is let through, and usage tells the verdict
    enforcement: Literal["deny", "middleware", "observe"]
    # Whether access tokens of people pass; by default keys alone do
    people: bool
    # How who is not authenticated is answered: with 403 and the code, or with a static 401
    unauthenticated: Literal["401", "403"]


WebhookList = List["Webhook"]


class Webhook(TypedDict):
    id: str
    name: str
    url: Optional[str]
    # `https`: signed messages to a URL. `eventbridge`: the one bus that `eventBus` of cdk.json names, with
    # the scope `all`. `email`: where `email.from` of cdk.json is set
    kind: Literal["https", "eventbridge", "email"]
    events: List[str]
    # `own`, the default: what happens to the keys and webhooks of the owner. `all`: every event of the
    # deployment, for owners who have `webhooks:manage`
    scope: Literal["own", "all"]
    # A disabled webhook is told of nothing
    status: Literal["active", "disabled"]
    # `request`: somebody disabled it. `gone`: its receiver answered 410. `failing`: it took nothing for five
    # days. Null while it is active
    disabledReason: Optional[Literal["request", "gone", "failing"]]
    legacySignature: bool
    # The owner. Their rights are looked at again whenever an event is sent
    userId: str
    createdAt: str
    updatedAt: str
    # Until when messages are signed with the former secret too; null where they are not
    rotationEndsAt: Optional[str]


class _NewWebhookRequired(TypedDict):
    # 1 to 256 characters, one of them visible, none of them a control character, nor invisible but for ZWJ
    # and ZWNJ; spaces around it are dropped
    name: str
    # `https`: signed messages to a URL. `eventbridge`: the one bus that `eventBus` of cdk.json names, with
    # the scope `all`. `email`: where `email.from` of cdk.json is set
    kind: Literal["https", "eventbridge", "email"]
    # Actions of audit events such as `api_key.rotated`, groups of them such as `api_key.*`, or `*`
    events: List[str]


class NewWebhook(_NewWebhookRequired, total=False):
    # `https://…` on port 443, at a name or an address that is public, without user and fragment; `mailto:`
    # and one address; null for `eventbridge`
    url: Optional[str]
    # `own`, the default: what happens to the keys and webhooks of the owner. `all`: every event of the
    # deployment, for owners who have `webhooks:manage`
    scope: Literal["own", "all"]
    # A disabled webhook is told of nothing
    status: Literal["active", "disabled"]
    # Whether messages have `X-Webhook-Signature` too: lower-case hex of HMAC-SHA256 over the body, keyed with
    # the text of the secret. There is no time in it, so whoever has seen a message can send it again
    legacySignature: bool


class WebhookWithSecret(TypedDict):
    id: str
    name: str
    url: Optional[str]
    # `https`: signed messages to a URL. `eventbridge`: the one bus that `eventBus` of cdk.json names, with
    # the scope `all`. `email`: where `email.from` of cdk.json is set
    kind: Literal["https", "eventbridge", "email"]
    events: List[str]
    # `own`, the default: what happens to the keys and webhooks of the owner. `all`: every event of the
    # deployment, for owners who have `webhooks:manage`
    scope: Literal["own", "all"]
    # A disabled webhook is told of nothing
    status: Literal["active", "disabled"]
    # `request`: somebody disabled it. `gone`: its receiver answered 410. `failing`: it took nothing for five
    # days. Null while it is active
    disabledReason: Optional[Literal["request", "gone", "failing"]]
    legacySignature: bool
    # The owner. Their rights are looked at again whenever an event is sent
    userId: str
    createdAt: str
    updatedAt: str
    # Until when messages are signed with the former secret too; null where they are not
    rotationEndsAt: Optional[str]
    # What its messages are signed with (Standard Webhooks), shown this once; null where nothing is signed
    secret: Optional[str]


class WebhookChanges(TypedDict, total=False):
    # 1 to 256 characters, one of them visible, none of them a control character, nor invisible but for ZWJ
    # and ZWNJ; spaces around it are dropped
    name: str
    # `https://…` on port 443, at a name or an address that is public, without user and fragment; `mailto:`
    # and one address; null for `eventbridge`
    url: Optional[str]
    # Actions of audit events such as `api_key.rotated`, groups of them such as `api_key.*`, or `*`
    events: List[str]
    # `own`, the default: what happens to the keys and webhooks of the owner. `all`: every event of the
    # deployment, for owners who have `webhooks:manage`
    scope: Literal["own", "all"]
    # A disabled webhook is told of nothing
    status: Literal["active", "disabled"]
    # Whether messages have `X-Webhook-Signature` too: lower-case hex of HMAC-SHA256 over the body, keyed with
    # the text of the secret. There is no time in it, so whoever has seen a message can send it again
    legacySignature: bool


class WebhookRotation(TypedDict, total=False):
    # How long messages are signed with the former secret too, `0s` to `30d`; default `24h`
    gracePeriod: str


class WebhookTest(TypedDict):
    # What was answered; null where nothing was
    status: Optional[int]
    # Milliseconds until then
    ms: int
    # Why nothing was answered. `address`: the name leads nowhere, or to an address that is not public, and
    # nothing was sent. `refused`: EventBridge or SES did not take it. `lost`: the sender ended before it
    # could say
    error: Optional[Literal["timeout", "connection", "tls", "address", "refused", "lost"]]


WebhookReplay = TypedDict("WebhookReplay", {
    "from": "str",
    "to": "str",
})


class WebhookReplayed(TypedDict):
    # Deliveries
    queued: int


WebhookDeliveryList = List["WebhookDelivery"]


class WebhookDeliveryAttempts(TypedDict):
    endedAt: str
    # What was answered; null where nothing was
    status: Optional[int]
    # Why nothing was answered. `address`: the name leads nowhere, or to an address that is not public, and
    # nothing was sent. `refused`: EventBridge or SES did not take it. `lost`: the sender ended before it
    # could say
    error: Optional[Literal["timeout", "connection", "tls", "address", "refused", "lost"]]


class WebhookDelivery(TypedDict):
    id: str
    # The `webhook-id` of its messages, and the `eventId` of the audit event
    eventId: str
    type: Literal["api_key.created", "api_key.updated", "api_key.renamed", "api_key.paused", "api_key.resumed", "api_key.rotated", "api_key.duplicated", "api_key.deleted", "api_key.purged", "user.created", "user.updated", "user.deleted", "role.created", "role.updated", "role.deleted", "api.created", "api.updated", "api.deleted", "webhook.created", "webhook.updated", "webhook.rotated", "webhook.disabled", "webhook.deleted", "registry.restored", "api_key.expiring", "api_key.expired", "api_key.rotation_ending", "webhook.failing"]
    eventAt: str
    # `waiting` for its next attempt, `sending`, `delivered`; `dead` after the last attempt or an answer 410;
    # `dropped` unsent
    state: Literal["waiting", "sending", "delivered", "dead", "dropped"]
    createdAt: str
    # Of one that waits; else null
    nextAttemptAt: Optional[str]
    # Null while it waits or is sent
    endedAt: Optional[str]
    # Why it is `dead` or `dropped`; else null
    reason: Optional[Literal["attempts", "gone", "endpoint gone", "endpoint disabled", "right lost"]]
    # The latest 20, oldest first
    attempts: List[WebhookDeliveryAttempts]


class MintedKeyRotation(TypedDict):
    # As `rotationEndsAt`
    endsAt: str
    # The first ten characters of the former secret; null where a former version rotated the key
    oldPrefix: Optional[str]
    # When the former secret was presented last, as `lastUsedAt` tells it of all of them
    oldLastSeenAt: Optional[str]


class MintedKeyUsed(TypedDict):
    # Since when it is known of every call that was let through. It begins anew with a call that does not
    # tell: of routes of this API that go by more than their scopes, and verifications that ask for nothing
    since: str
    scopes: List[str]
    accessRights: AccessRights


class MintedKeyWarnings(TypedDict):
    code: Literal["NO_EFFECTIVE_PERMISSIONS"]
    message: str


class _MintedKeyRequired(TypedDict):
    id: str
    name: str
    description: str
    # The first ten characters of the secret
    keyPrefix: str
    # The user that the key impersonates
    userId: str
    # A key of type `end-user` can use /me, /scopes and /verify of this API, and no other route
    type: Literal["admin", "end-user"]
    # A key that is paused and has expired is `expired`
    status: Literal["active", "paused", "expired"]
    scopes: Optional[List[str]]
    accessRights: Optional[AccessRights]
    rateLimitTier: str
    allowedIps: Optional[List[str]]
    metadata: Dict[str, str]
    createdBy: str
    # Id of the key that minted this one; null where a person did
    createdVia: Optional[str]
    createdAt: str
    updatedAt: str
    expiresAt: Optional[str]
    # The last call with it, let through or refused, to the minute; null where there was none. The answer of a
    # change does not wait long for it, and can have null then
    lastUsedAt: Optional[str]
    lastRotatedAt: Optional[str]
    # Until when the former secret works; null where none does
    rotationEndsAt: Optional[str]
    # The former secret, as long as it works, else null. Who still presents it is told by the usage of the key
    # with `keyPrefix={oldPrefix}`
    rotation: Optional[MintedKeyRotation]
    # What calls needed that were let through; null where there was none, where they needed more than is noted
    # (32 scopes and rights), and where the answer of a change does not wait for it
    used: Optional[MintedKeyUsed]
    # The secret, shown this once and never stored; null in a replay
    key: str


class MintedKey(_MintedKeyRequired, total=False):
    # What is allowed, and hardly what its maker wants
    warnings: List[MintedKeyWarnings]


__all__ = [
    "NewProtectedApiGateway",
    "NewProtectedApiRoutes",
    "ProtectedApiDefinitionGateway",
    "ProtectedApiDefinitionRoutes",
    "VerificationRequest",
    "Problem",
    "FieldError",
    "AccessRightsProjects",
    "AccessRights",
    "NewApiKey",
    "MintedApiKeyRotation",
    "MintedApiKeyUsed",
    "MintedApiKeyWarnings",
    "MintedApiKey",
    "ApiKeyPreviewGrants",
    "ApiKeyPreviewDead",
    "ApiKeyPreviewWarnings",
    "ApiKeyPreview",
    "ApiKeyList",
    "ApiKeyRotation",
    "ApiKeyUsed",
    "ApiKey",
    "ApiKeyCountsByStatus",
    "ApiKeyCountsByType",
    "ApiKeyCounts",
    "ApiKeyChanges",
    "ApiKeyDuplication",
    "Revocation",
    "NewApiToken",
    "ApiToken",
    "Verification",
    "Verdict",
    "UnknownKeyVerdict",
    "KnownKeyVerdictRateLimit",
    "KnownKeyVerdict",
    "ApiKeyTest",
    "ExplanationChecks",
    "Explanation",
    "PrincipalApiKey",
    "Principal",
    "AuditEventList",
    "AuditEventActor",
    "AuditEventTarget",
    "AuditEventChanges",
    "AuditEvent",
    "UsageEntryList",
    "UsageEntryNeeded",
    "UsageEntry",
    "UsageSummaryByOutcome",
    "UsageSummaryDays",
    "UsageSummary",
    "SettingsKeyPolicy",
    "SettingsCatalogue",
    "Settings",
    "UsageOverviewByOutcome",
    "UsageOverviewDays",
    "UsageOverviewByCode",
    "UsageOverviewByApi",
    "UsageOverviewBusiest",
    "UsageOverviewMostRefused",
    "UsageOverviewRankingExact",
    "UsageOverview",
    "Health",
    "ServiceConfigurationClientIds",
    "ServiceConfiguration",
    "OpenApiDocument",
    "ProblemExplanation",
    "ScopeList",
    "Scope",
    "UserList",
    "User",
    "NewUser",
    "CreatedUser",
    "UserChanges",
    "RoleList",
    "Role",
    "NewRole",
    "RoleDefinition",
    "ProtectedApiList",
    "ProtectedApiGateway",
    "ProtectedApi",
    "ProtectedRoute",
    "NewProtectedApi",
    "ProtectedApiDefinition",
    "WebhookList",
    "Webhook",
    "NewWebhook",
    "WebhookWithSecret",
    "WebhookChanges",
    "WebhookRotation",
    "WebhookTest",
    "WebhookReplay",
    "WebhookReplayed",
    "WebhookDeliveryList",
    "WebhookDeliveryAttempts",
    "WebhookDelivery",
    "MintedKeyRotation",
    "MintedKeyUsed",
    "MintedKeyWarnings",
    "MintedKey",
]
