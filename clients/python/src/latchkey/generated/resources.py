# Written by `npm run client:python-types` from the API of this repository.
"""The API, by the names of its paths."""
from __future__ import annotations

from typing import Iterator, Dict, Literal, Optional, Sequence, Union

from .. import types
from .._api import Api
from .._arguments import UNSET, Unset, When, given
from .._listing import Listing
from .._minted import OnLostSecret


class Keys:
    """`/api-keys`. What makes a secret is done once, however often it is tried; see `SecretLost`."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def list(
        self,
        *,
        search: Optional[str] = None,
        type: Optional[Union[Literal["admin", "end-user"], Sequence[Literal["admin", "end-user"]]]] = None,
        status: Optional[Union[Literal["active", "paused", "expired"], Sequence[Literal["active", "paused", "expired"]]]] = None,
        user_id: Optional[Union[str, Sequence[str]]] = None,
        created_via: Optional[Union[str, Sequence[str]]] = None,
        expires_before: Optional[When] = None,
        expires_after: Optional[When] = None,
        never_expires: Optional[bool] = None,
        used_before: Optional[When] = None,
        never_used: Optional[bool] = None,
        rotated_before: Optional[When] = None,
        unlimited: Optional[bool] = None,
        broad: Optional[bool] = None,
        role: Optional[Union[str, Sequence[str]]] = None,
        api: Optional[Union[str, Sequence[str]]] = None,
        sort: Optional[Literal["createdAt", "-createdAt", "name", "-name", "expiresAt", "-expiresAt"]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> Listing[types.ApiKey]:
        """
        List API keys.

        Those with `api-keys:manage` see all keys, everybody else their own. Filters narrow that down, and
        several values of one stand with commas between them (`status=active,paused`). A page can be short of
        its limit where filtering takes long; only a missing `Link` header is the end. A list may trail
        changes by a moment.
        """
        return self._api.list(
            "/api-keys",
            query={
                "search": search,
                "type": type,
                "status": status,
                "userId": user_id,
                "createdVia": created_via,
                "expiresBefore": expires_before,
                "expiresAfter": expires_after,
                "neverExpires": never_expires,
                "usedBefore": used_before,
                "neverUsed": never_used,
                "rotatedBefore": rotated_before,
                "unlimited": unlimited,
                "broad": broad,
                "role": role,
                "api": api,
                "sort": sort,
                "limit": limit,
                "cursor": cursor,
            },
            timeout=timeout,
            retries=retries,
        )

    def counts(
        self,
        *,
        search: Optional[str] = None,
        type: Optional[Union[Literal["admin", "end-user"], Sequence[Literal["admin", "end-user"]]]] = None,
        status: Optional[Union[Literal["active", "paused", "expired"], Sequence[Literal["active", "paused", "expired"]]]] = None,
        user_id: Optional[Union[str, Sequence[str]]] = None,
        created_via: Optional[Union[str, Sequence[str]]] = None,
        expires_before: Optional[When] = None,
        expires_after: Optional[When] = None,
        never_expires: Optional[bool] = None,
        used_before: Optional[When] = None,
        never_used: Optional[bool] = None,
        rotated_before: Optional[When] = None,
        unlimited: Optional[bool] = None,
        broad: Optional[bool] = None,
        role: Optional[Union[str, Sequence[str]]] = None,
        api: Optional[Union[str, Sequence[str]]] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.ApiKeyCounts:
        """
        Count API keys.

        Of the keys that the list with the same filters has: how many there are of each kind. Those with
        `api-keys:manage` count all keys, everybody else their own. An answer has what was counted within two
        seconds, and its `Link` leads to one that has more, itself included; only without one the counts are
        whole. All of them are as of `asOf`, when the first answer was asked for.
        """
        answer: types.ApiKeyCounts = self._api.last_step(
            "/api-keys/counts",
            query={
                "search": search,
                "type": type,
                "status": status,
                "userId": user_id,
                "createdVia": created_via,
                "expiresBefore": expires_before,
                "expiresAfter": expires_after,
                "neverExpires": never_expires,
                "usedBefore": used_before,
                "neverUsed": never_used,
                "rotatedBefore": rotated_before,
                "unlimited": unlimited,
                "broad": broad,
                "role": role,
                "api": api,
            },
            timeout=timeout,
            retries=retries,
        )
        return answer

    def count_steps(
        self,
        *,
        search: Optional[str] = None,
        type: Optional[Union[Literal["admin", "end-user"], Sequence[Literal["admin", "end-user"]]]] = None,
        status: Optional[Union[Literal["active", "paused", "expired"], Sequence[Literal["active", "paused", "expired"]]]] = None,
        user_id: Optional[Union[str, Sequence[str]]] = None,
        created_via: Optional[Union[str, Sequence[str]]] = None,
        expires_before: Optional[When] = None,
        expires_after: Optional[When] = None,
        never_expires: Optional[bool] = None,
        used_before: Optional[When] = None,
        never_used: Optional[bool] = None,
        rotated_before: Optional[When] = None,
        unlimited: Optional[bool] = None,
        broad: Optional[bool] = None,
        role: Optional[Union[str, Sequence[str]]] = None,
        api: Optional[Union[str, Sequence[str]]] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> Iterator[types.ApiKeyCounts]:
        """
        Count API keys.

        Of the keys that the list with the same filters has: how many there are of each kind. Those with
        `api-keys:manage` count all keys, everybody else their own. An answer has what was counted within two
        seconds, and its `Link` leads to one that has more, itself included; only without one the counts are
        whole. All of them are as of `asOf`, when the first answer was asked for. Iterates over what is known
        so far; the last are the whole.
        """
        return self._api.steps(
            "/api-keys/counts",
            query={
                "search": search,
                "type": type,
                "status": status,
                "userId": user_id,
                "createdVia": created_via,
                "expiresBefore": expires_before,
                "expiresAfter": expires_after,
                "neverExpires": never_expires,
                "usedBefore": used_before,
                "neverUsed": never_used,
                "rotatedBefore": rotated_before,
                "unlimited": unlimited,
                "broad": broad,
                "role": role,
                "api": api,
            },
            timeout=timeout,
            retries=retries,
        )

    def get(
        self,
        id: str,
        *,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.ApiKey:
        """
        Read an API key.

        The record as it stands now: reading one key is strongly consistent. Its secret is not in it.
        """
        answer: types.ApiKey = self._api.request(
            "GET",
            "/api-keys/{id}",
            path={"id": id},
            timeout=timeout,
            retries=retries,
        )
        return answer

    def create(
        self,
        *,
        name: str,
        description: Union[str, Unset] = UNSET,
        user_id: Union[str, Unset] = UNSET,
        type: Union[Literal["admin", "end-user"], Unset] = UNSET,
        scopes: Union[Optional[Sequence[str]], Unset] = UNSET,
        access_rights: Union[Optional[types.AccessRights], Unset] = UNSET,
        rate_limit_tier: Union[str, Unset] = UNSET,
        allowed_ips: Union[Optional[Sequence[str]], Unset] = UNSET,
        metadata: Union[Dict[str, str], Unset] = UNSET,
        expires_at: Union[Optional[When], Unset] = UNSET,
        expires_in: Union[str, Unset] = UNSET,
        idempotency_key: Optional[str] = None,
        on_lost_secret: Optional[OnLostSecret] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.MintedKey:
        """
        Mint an API key.

        Mints a key and shows its secret, this once. The key impersonates its user, and can do what the roles
        of that user grant, or less where it has `scopes` or `accessRights` of its own. A key for another user
        takes `api-keys:manage`. Nobody gives what they do not have.
        """
        answer: types.MintedKey = self._api.mint(
            "POST",
            "/api-keys",
            body=given({
                "name": name,
                "description": description,
                "userId": user_id,
                "type": type,
                "scopes": scopes,
                "accessRights": access_rights,
                "rateLimitTier": rate_limit_tier,
                "allowedIps": allowed_ips,
                "metadata": metadata,
                "expiresAt": expires_at,
                "expiresIn": expires_in,
            }),
            idempotency_key=idempotency_key,
            on_lost_secret=on_lost_secret,
            timeout=timeout,
            retries=retries,
        )
        return answer

    def duplicate(
        self,
        id: str,
        *,
        name: str,
        expires_at: Union[Optional[When], Unset] = UNSET,
        expires_in: Union[str, Unset] = UNSET,
        if_match: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        on_lost_secret: Optional[OnLostSecret] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.MintedKey:
        """
        Mint an API key with the fields of another.

        Mints a key of its own, with the fields of another; only its name is new, and its expiry where that
        one has one. A paused key is not duplicated. `If-Match` is about the key to duplicate.
        """
        answer: types.MintedKey = self._api.mint(
            "POST",
            "/api-keys/{id}/duplicate",
            path={"id": id},
            body=given({"name": name, "expiresAt": expires_at, "expiresIn": expires_in}),
            if_match=if_match,
            idempotency_key=idempotency_key,
            on_lost_secret=on_lost_secret,
            timeout=timeout,
            retries=retries,
        )
        return answer

    def rotate(
        self,
        id: str,
        *,
        grace_period: Union[str, Unset] = UNSET,
        expires_at: Union[Optional[When], Unset] = UNSET,
        expires_in: Union[str, Unset] = UNSET,
        if_match: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        on_lost_secret: Optional[OnLostSecret] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.MintedKey:
        """
        Give an API key a new secret.

        Gives the same key a new secret, and shows it, this once. The former one works until its grace period
        ends, or the key would have expired, if that is sooner. A key that has expired needs a new expiry, and
        takes no grace period. Where the secret of a rotation with a grace period is lost, it is not replaced:
        that would end the former secret, which is in use still.
        """
        answer: types.MintedKey = self._api.mint(
            "POST",
            "/api-keys/{id}/rotate",
            path={"id": id},
            body=given({"gracePeriod": grace_period, "expiresAt": expires_at, "expiresIn": expires_in}),
            if_match=if_match,
            idempotency_key=idempotency_key,
            on_lost_secret=on_lost_secret,
            timeout=timeout,
            retries=retries,
        )
        return answer

    def update(
        self,
        id: str,
        *,
        name: Union[str, Unset] = UNSET,
        description: Union[str, Unset] = UNSET,
        status: Union[Literal["active", "paused"], Unset] = UNSET,
        type: Union[Literal["admin", "end-user"], Unset] = UNSET,
        scopes: Union[Optional[Sequence[str]], Unset] = UNSET,
        access_rights: Union[Optional[types.AccessRights], Unset] = UNSET,
        rate_limit_tier: Union[str, Unset] = UNSET,
        allowed_ips: Union[Optional[Sequence[str]], Unset] = UNSET,
        metadata: Union[Dict[str, str], Unset] = UNSET,
        expires_at: Union[Optional[When], Unset] = UNSET,
        expires_in: Union[str, Unset] = UNSET,
        rotation_ends_at: Union[When, Unset] = UNSET,
        if_match: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.ApiKey:
        """
        Change an API key.

        Changes the fields that are given, and no other; arrays and objects are replaced whole. A change that
        widens what the key can do takes permissions that the caller has. Extending the expiry of an expired
        key revives it.
        """
        answer: types.ApiKey = self._api.request(
            "PATCH",
            "/api-keys/{id}",
            path={"id": id},
            body=given({
                "name": name,
                "description": description,
                "status": status,
                "type": type,
                "scopes": scopes,
                "accessRights": access_rights,
                "rateLimitTier": rate_limit_tier,
                "allowedIps": allowed_ips,
                "metadata": metadata,
                "expiresAt": expires_at,
                "expiresIn": expires_in,
                "rotationEndsAt": rotation_ends_at,
            }),
            if_match=if_match,
            timeout=timeout,
            retries=retries,
        )
        return answer

    def delete(
        self,
        id: str,
        *,
        if_match: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> None:
        """
        Delete an API key for good.

        The next call with the key is refused with 401 `API_KEY_INVALID`. Its audit events stay.
        """
        self._api.request(
            "DELETE",
            "/api-keys/{id}",
            path={"id": id},
            if_match=if_match,
            timeout=timeout,
            retries=retries,
        )

    def pause(
        self,
        id: str,
        *,
        if_match: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.ApiKey:
        """
        Pause an API key.

        The next call with the key is refused with 401 `API_KEY_PAUSED`, until it is resumed.
        """
        answer: types.ApiKey = self._api.request(
            "POST",
            "/api-keys/{id}/pause",
            path={"id": id},
            if_match=if_match,
            timeout=timeout,
            retries=retries,
        )
        return answer

    def resume(
        self,
        id: str,
        *,
        if_match: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.ApiKey:
        """
        Resume a paused API key.

        Resuming is giving: it takes permissions that cover what the key can do. A key that another than its
        owner has paused is resumed by those with `api-keys:manage`.
        """
        answer: types.ApiKey = self._api.request(
            "POST",
            "/api-keys/{id}/resume",
            path={"id": id},
            if_match=if_match,
            timeout=timeout,
            retries=retries,
        )
        return answer

    def preview(
        self,
        *,
        name: str,
        description: Union[str, Unset] = UNSET,
        user_id: Union[str, Unset] = UNSET,
        type: Union[Literal["admin", "end-user"], Unset] = UNSET,
        scopes: Union[Optional[Sequence[str]], Unset] = UNSET,
        access_rights: Union[Optional[types.AccessRights], Unset] = UNSET,
        rate_limit_tier: Union[str, Unset] = UNSET,
        allowed_ips: Union[Optional[Sequence[str]], Unset] = UNSET,
        metadata: Union[Dict[str, str], Unset] = UNSET,
        expires_at: Union[Optional[When], Unset] = UNSET,
        expires_in: Union[str, Unset] = UNSET,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.ApiKeyPreview:
        """
        Say what minting an API key would come to.

        Takes the body of `createApiKey`, and says whether the key would be minted and what it could do.
        Nothing is changed, and no audit event tells of it. `refusal` is the problem that the real call would
        be answered with. A body that is not valid is refused here as there, and so is whoever may not mint
        keys for that user.
        """
        answer: types.ApiKeyPreview = self._api.request(
            "POST",
            "/api-keys/preview",
            body=given({
                "name": name,
                "description": description,
                "userId": user_id,
                "type": type,
                "scopes": scopes,
                "accessRights": access_rights,
                "rateLimitTier": rate_limit_tier,
                "allowedIps": allowed_ips,
                "metadata": metadata,
                "expiresAt": expires_at,
                "expiresIn": expires_in,
            }),
            timeout=timeout,
            retries=retries,
        )
        return answer

    def preview_changes(
        self,
        id: str,
        *,
        name: Union[str, Unset] = UNSET,
        description: Union[str, Unset] = UNSET,
        status: Union[Literal["active", "paused"], Unset] = UNSET,
        type: Union[Literal["admin", "end-user"], Unset] = UNSET,
        scopes: Union[Optional[Sequence[str]], Unset] = UNSET,
        access_rights: Union[Optional[types.AccessRights], Unset] = UNSET,
        rate_limit_tier: Union[str, Unset] = UNSET,
        allowed_ips: Union[Optional[Sequence[str]], Unset] = UNSET,
        metadata: Union[Dict[str, str], Unset] = UNSET,
        expires_at: Union[Optional[When], Unset] = UNSET,
        expires_in: Union[str, Unset] = UNSET,
        rotation_ends_at: Union[When, Unset] = UNSET,
        if_match: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.ApiKeyPreview:
        """
        Say what changing an API key would come to.

        Takes the body of `updateApiKey`, and says whether the change would be made and what the key could do
        then. Nothing is changed, and no audit event tells of it. `refusal` is the problem that the real call
        would be answered with. A body that is not valid is refused here as there, and so is a calling key
        that may change no key.
        """
        answer: types.ApiKeyPreview = self._api.request(
            "POST",
            "/api-keys/{id}/preview",
            path={"id": id},
            body=given({
                "name": name,
                "description": description,
                "status": status,
                "type": type,
                "scopes": scopes,
                "accessRights": access_rights,
                "rateLimitTier": rate_limit_tier,
                "allowedIps": allowed_ips,
                "metadata": metadata,
                "expiresAt": expires_at,
                "expiresIn": expires_in,
                "rotationEndsAt": rotation_ends_at,
            }),
            if_match=if_match,
            timeout=timeout,
            retries=retries,
        )
        return answer

    def test(
        self,
        id: str,
        *,
        scopes: Union[Sequence[str], Unset] = UNSET,
        project: Union[str, Unset] = UNSET,
        module: Union[str, Unset] = UNSET,
        environment: Union[str, Unset] = UNSET,
        action: Union[Literal["read", "write", "execute", "deploy"], Unset] = UNSET,
        source_ip: Union[str, Unset] = UNSET,
        cost: Union[int, Unset] = UNSET,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.Explanation:
        """
        Explain what a call with an API key would meet.

        Every check, whether it would pass or not: without the secret of the key, and at no cost to its limit.
        """
        answer: types.Explanation = self._api.request(
            "POST",
            "/api-keys/{id}/test",
            path={"id": id},
            body=given({
                "scopes": scopes,
                "project": project,
                "module": module,
                "environment": environment,
                "action": action,
                "sourceIp": source_ip,
                "cost": cost,
            }),
            timeout=timeout,
            retries=retries,
        )
        return answer


class Users:
    """`/users`."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def list(
        self,
        *,
        search: Optional[str] = None,
        status: Optional[Literal["active", "disabled"]] = None,
        role: Optional[str] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> Listing[types.User]:
        """
        List users.

        Users in the order of their `userId`. A list may trail changes by a moment.
        """
        return self._api.list(
            "/users",
            query={
                "search": search,
                "status": status,
                "role": role,
                "limit": limit,
                "cursor": cursor,
            },
            timeout=timeout,
            retries=retries,
        )

    def get(
        self,
        user_id: str,
        *,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.User:
        """
        Read a user.

        The user as they stand now: reading one is strongly consistent.
        """
        answer: types.User = self._api.request(
            "GET",
            "/users/{userId}",
            path={"userId": user_id},
            timeout=timeout,
            retries=retries,
        )
        return answer

    def create(
        self,
        *,
        user_id: str,
        display_name: Union[str, Unset] = UNSET,
        roles: Union[Sequence[str], Unset] = UNSET,
        status: Union[Literal["active", "disabled"], Unset] = UNSET,
        invite: Union[bool, Unset] = UNSET,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.CreatedUser:
        """
        Create a user.

        Whoever assigns a role must hold what it grants. With `invite` the person gets an account at sign-in
        first, then the user is created; where that fails, the account opens nothing, and the same request can
        be sent again.
        """
        answer: types.CreatedUser = self._api.request(
            "POST",
            "/users",
            body=given({
                "userId": user_id,
                "displayName": display_name,
                "roles": roles,
                "status": status,
                "invite": invite,
            }),
            timeout=timeout,
            retries=retries,
        )
        return answer

    def update(
        self,
        user_id: str,
        *,
        display_name: Union[str, Unset] = UNSET,
        roles: Union[Sequence[str], Unset] = UNSET,
        status: Union[Literal["active", "disabled"], Unset] = UNSET,
        if_match: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.User:
        """
        Change a user.

        Effective for all keys of the user when it returns. Enabling a user, like assigning a role, takes
        permissions that cover what is given. The last active administrator stays one.
        """
        answer: types.User = self._api.request(
            "PATCH",
            "/users/{userId}",
            path={"userId": user_id},
            body=given({"displayName": display_name, "roles": roles, "status": status}),
            if_match=if_match,
            timeout=timeout,
            retries=retries,
        )
        return answer

    def delete(
        self,
        user_id: str,
        *,
        if_match: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> None:
        """
        Delete a user who has no keys.

        Keys that have expired count too, as long as they are listed. The last active administrator stays.
        """
        self._api.request(
            "DELETE",
            "/users/{userId}",
            path={"userId": user_id},
            if_match=if_match,
            timeout=timeout,
            retries=retries,
        )

    def revoke_keys(
        self,
        user_id: str,
        *,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.Revocation:
        """
        Delete all API keys of a user.

        Deletes every key of the user, with one audit event each. Keys that are minted meanwhile may survive:
        disable the user first where that matters. What is left of keys that expired long ago is removed too,
        and not counted, so that the user can then be deleted.
        """
        answer: types.Revocation = self._api.request(
            "POST",
            "/users/{userId}/revoke-keys",
            path={"userId": user_id},
            timeout=timeout,
            retries=retries,
        )
        return answer


class Roles:
    """`/roles`."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def list(
        self,
        *,
        search: Optional[str] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> Listing[types.Role]:
        """
        List roles.

        Roles in the order of their names. A list may trail changes by a moment.
        """
        return self._api.list(
            "/roles",
            query={"search": search, "limit": limit, "cursor": cursor},
            timeout=timeout,
            retries=retries,
        )

    def get(
        self,
        name: str,
        *,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.Role:
        """
        Read a role.

        The role as it stands now: reading one is strongly consistent.
        """
        answer: types.Role = self._api.request(
            "GET",
            "/roles/{name}",
            path={"name": name},
            timeout=timeout,
            retries=retries,
        )
        return answer

    def create(
        self,
        *,
        name: str,
        description: Union[str, Unset] = UNSET,
        scopes: Union[Sequence[str], Unset] = UNSET,
        access_rights: Union[types.AccessRights, Unset] = UNSET,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.Role:
        """
        Create a role.

        Whoever writes a role must hold what it grants.
        """
        answer: types.Role = self._api.request(
            "POST",
            "/roles",
            body=given({
                "name": name,
                "description": description,
                "scopes": scopes,
                "accessRights": access_rights,
            }),
            timeout=timeout,
            retries=retries,
        )
        return answer

    def replace(
        self,
        name: str,
        *,
        description: Union[str, Unset] = UNSET,
        scopes: Union[Sequence[str], Unset] = UNSET,
        access_rights: Union[types.AccessRights, Unset] = UNSET,
        if_match: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.Role:
        """
        Replace a role.

        Replaces the definition whole; effective for all who hold the role within ten seconds. Whoever writes
        a role must hold what it grants beyond what it granted before. The role `admin` is built in.
        """
        answer: types.Role = self._api.request(
            "PUT",
            "/roles/{name}",
            path={"name": name},
            body=given({"description": description, "scopes": scopes, "accessRights": access_rights}),
            if_match=if_match,
            timeout=timeout,
            retries=retries,
        )
        return answer

    def delete(
        self,
        name: str,
        *,
        if_match: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> None:
        """
        Delete a role that nobody holds.

        Take the role from its holders first. The role `admin` is built in.
        """
        self._api.request(
            "DELETE",
            "/roles/{name}",
            path={"name": name},
            if_match=if_match,
            timeout=timeout,
            retries=retries,
        )

    def holders(
        self,
        name: str,
        *,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> Listing[types.User]:
        """
        List the users who hold a role.

        In the order of their `userId`. A list may trail changes by a moment. A page can be short of its
        limit, or empty, where filtering takes long; only a missing `Link` header is the end.
        """
        return self._api.list(
            "/roles/{name}/holders",
            path={"name": name},
            query={"limit": limit, "cursor": cursor},
            timeout=timeout,
            retries=retries,
        )


class Apis:
    """`/apis`: protected APIs."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def list(
        self,
        *,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> Listing[types.ProtectedApi]:
        """
        List protected APIs.

        In the order of their names. A list may trail changes by a moment, and a page of large ones can be
        short of its limit; only a missing `Link` header is the end.
        """
        return self._api.list(
            "/apis",
            query={"limit": limit, "cursor": cursor},
            timeout=timeout,
            retries=retries,
        )

    def get(
        self,
        name: str,
        *,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.ProtectedApi:
        """
        Read a protected API.

        The API as it stands now: reading one is strongly consistent.
        """
        answer: types.ProtectedApi = self._api.request(
            "GET",
            "/apis/{name}",
            path={"name": name},
            timeout=timeout,
            retries=retries,
        )
        return answer

    def create(
        self,
        *,
        name: str,
        gateway: types.NewProtectedApiGateway,
        routes: Sequence[types.NewProtectedApiRoutes],
        description: Union[str, Unset] = UNSET,
        enforcement: Union[Literal["deny", "middleware", "observe"], Unset] = UNSET,
        people: Union[bool, Unset] = UNSET,
        unauthenticated: Union[Literal["401", "403"], Unset] = UNSET,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.ProtectedApi:
        """
        Register a protected API.

        Its stage answers to the keys of this deployment within ten seconds, once its gateway asks the gateway
        authorizer. Calls to routes that are not listed are refused.
        """
        answer: types.ProtectedApi = self._api.request(
            "POST",
            "/apis",
            body=given({
                "name": name,
                "gateway": gateway,
                "routes": routes,
                "description": description,
                "enforcement": enforcement,
                "people": people,
                "unauthenticated": unauthenticated,
            }),
            timeout=timeout,
            retries=retries,
        )
        return answer

    def replace(
        self,
        name: str,
        *,
        gateway: types.ProtectedApiDefinitionGateway,
        routes: Sequence[types.ProtectedApiDefinitionRoutes],
        description: Union[str, Unset] = UNSET,
        enforcement: Union[Literal["deny", "middleware", "observe"], Unset] = UNSET,
        people: Union[bool, Unset] = UNSET,
        unauthenticated: Union[Literal["401", "403"], Unset] = UNSET,
        if_match: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.ProtectedApi:
        """
        Replace the definition of a protected API.

        Replaces the definition whole; effective within ten seconds. Whoever removes or loosens what a route
        requires must hold it: a route that is no longer listed, another stage and a weaker `enforcement` are
        that too. What CDK manages is changed by CDK, and in an emergency by administrators.
        """
        answer: types.ProtectedApi = self._api.request(
            "PUT",
            "/apis/{name}",
            path={"name": name},
            body=given({
                "gateway": gateway,
                "routes": routes,
                "description": description,
                "enforcement": enforcement,
                "people": people,
                "unauthenticated": unauthenticated,
            }),
            if_match=if_match,
            timeout=timeout,
            retries=retries,
        )
        return answer

    def delete(
        self,
        name: str,
        *,
        if_match: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> None:
        """
        Delete a protected API.

        Every call to its stage is refused within ten seconds, as long as the gateway asks. Whoever deletes it
        must hold all that its routes require.
        """
        self._api.request(
            "DELETE",
            "/apis/{name}",
            path={"name": name},
            if_match=if_match,
            timeout=timeout,
            retries=retries,
        )


class Webhooks:
    """`/webhooks`: who is told of events, and where."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def list(
        self,
        *,
        user_id: Optional[str] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> Listing[types.Webhook]:
        """
        List webhooks.

        Those with `webhooks:manage` see all webhooks, everybody else their own; newest first. A list may
        trail changes by a moment; only a missing `Link` header is the end.
        """
        return self._api.list(
            "/webhooks",
            query={"userId": user_id, "limit": limit, "cursor": cursor},
            timeout=timeout,
            retries=retries,
        )

    def get(
        self,
        id: str,
        *,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.Webhook:
        """
        Read a webhook.

        The webhook as it stands now: reading one is strongly consistent. Its secret is not in it.
        """
        answer: types.Webhook = self._api.request(
            "GET",
            "/webhooks/{id}",
            path={"id": id},
            timeout=timeout,
            retries=retries,
        )
        return answer

    def create(
        self,
        *,
        name: str,
        kind: Literal["https", "eventbridge", "email"],
        events: Sequence[str],
        url: Union[Optional[str], Unset] = UNSET,
        scope: Union[Literal["own", "all"], Unset] = UNSET,
        status: Union[Literal["active", "disabled"], Unset] = UNSET,
        legacy_signature: Union[bool, Unset] = UNSET,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.WebhookWithSecret:
        """
        Create a webhook.

        The caller owns it, and is shown its secret, this once. A user has ten webhooks of the scope `own` at
        most, and a deployment twenty of the scope `all`. A calling key needs `webhooks:manage` whatever the
        scope.
        """
        answer: types.WebhookWithSecret = self._api.request(
            "POST",
            "/webhooks",
            body=given({
                "name": name,
                "kind": kind,
                "events": events,
                "url": url,
                "scope": scope,
                "status": status,
                "legacySignature": legacy_signature,
            }),
            timeout=timeout,
            retries=retries,
        )
        return answer

    def update(
        self,
        id: str,
        *,
        name: Union[str, Unset] = UNSET,
        url: Union[Optional[str], Unset] = UNSET,
        events: Union[Sequence[str], Unset] = UNSET,
        scope: Union[Literal["own", "all"], Unset] = UNSET,
        status: Union[Literal["active", "disabled"], Unset] = UNSET,
        legacy_signature: Union[bool, Unset] = UNSET,
        if_match: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.Webhook:
        """
        Change a webhook.

        Its kind and its owner never change. Whoever makes it tell more, or tell somebody else, must hold what
        creating it takes, and so must its owner.
        """
        answer: types.Webhook = self._api.request(
            "PATCH",
            "/webhooks/{id}",
            path={"id": id},
            body=given({
                "name": name,
                "url": url,
                "events": events,
                "scope": scope,
                "status": status,
                "legacySignature": legacy_signature,
            }),
            if_match=if_match,
            timeout=timeout,
            retries=retries,
        )
        return answer

    def delete(
        self,
        id: str,
        *,
        if_match: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> None:
        """
        Delete a webhook.

        What waits to be sent to it is given up. Its audit events stay.
        """
        self._api.request(
            "DELETE",
            "/webhooks/{id}",
            path={"id": id},
            if_match=if_match,
            timeout=timeout,
            retries=retries,
        )

    def rotate_secret(
        self,
        id: str,
        *,
        grace_period: Union[str, Unset] = UNSET,
        if_match: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.WebhookWithSecret:
        """
        Give a webhook a new secret.

        Shows the new secret, this once. Until the grace period ends messages have two signatures, of the new
        secret and of the former; a second rotation ends the former at once. `X-Webhook-Signature` has room
        for one, and is made with the former until then.
        """
        answer: types.WebhookWithSecret = self._api.request(
            "POST",
            "/webhooks/{id}/rotate-secret",
            path={"id": id},
            body=given({"gracePeriod": grace_period}),
            if_match=if_match,
            timeout=timeout,
            retries=retries,
        )
        return answer

    def test(
        self,
        id: str,
        *,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.WebhookTest:
        """
        Try a webhook.

        Sends a message of the type `webhook.test` at once, signed like any other, to a disabled webhook too,
        and says what came of it. It is no delivery, and is not tried again. Six times a minute. It takes up
        to 25 seconds, if `timeout` is not given.
        """
        answer: types.WebhookTest = self._api.request(
            "POST",
            "/webhooks/{id}/test",
            path={"id": id},
            timeout=25 if timeout is None else timeout,
            retries=retries,
        )
        return answer

    def replay(
        self,
        id: str,
        *,
        from_: When,
        to: When,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.WebhookReplayed:
        """
        Send events again.

        The events of the audit log in a span, those that the webhook is told of, whether they were delivered
        or not: receivers tell copies by `webhook-id`. 1,000 at most, once a minute; a longer span is sent
        piece by piece. A disabled webhook must be enabled first.
        """
        answer: types.WebhookReplayed = self._api.request(
            "POST",
            "/webhooks/{id}/replay",
            path={"id": id},
            body=given({"from": from_, "to": to}),
            timeout=timeout,
            retries=retries,
        )
        return answer

    def deliveries(
        self,
        id: str,
        *,
        state: Optional[Literal["waiting", "sending", "delivered", "dead", "dropped"]] = None,
        from_: Optional[When] = None,
        to: Optional[When] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> Listing[types.WebhookDelivery]:
        """
        List the deliveries of a webhook.

        Those of the newest events first, with their attempts; what receivers answered beside the status is
        not kept. A list may trail changes by a moment, and a page can be short of its limit where filtering
        takes long; only a missing `Link` header is the end. Of a webhook for all events it takes
        `webhooks:manage`.
        """
        return self._api.list(
            "/webhooks/{id}/deliveries",
            path={"id": id},
            query={"state": state, "from": from_, "to": to, "limit": limit, "cursor": cursor},
            timeout=timeout,
            retries=retries,
        )

    def retry_delivery(
        self,
        id: str,
        delivery_id: str,
        *,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.WebhookDelivery:
        """
        Send a delivery again.

        At once, and from the beginning of the schedule, whatever came of it. One that is being sent is a
        conflict.
        """
        answer: types.WebhookDelivery = self._api.request(
            "POST",
            "/webhooks/{id}/deliveries/{deliveryId}/retry",
            path={"id": id, "deliveryId": delivery_id},
            timeout=timeout,
            retries=retries,
        )
        return answer


class Usage:
    """Calls with keys."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def list(
        self,
        id: str,
        *,
        from_: Optional[When] = None,
        to: Optional[When] = None,
        outcome: Optional[Literal["success", "denied", "error"]] = None,
        code: Optional[str] = None,
        path: Optional[str] = None,
        address: Optional[str] = None,
        api: Optional[str] = None,
        key_prefix: Optional[str] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> Listing[types.UsageEntry]:
        """
        List the calls with an API key.

        Newest first, as far as this deployment keeps details of calls. Calls are recorded after they are
        answered: one that is later than `Usage-Recorded-Until` may still be on its way. A page can be short
        of its limit where filtering takes long; only a missing `Link` header is the end.
        """
        return self._api.list(
            "/api-keys/{id}/usage",
            path={"id": id},
            query={
                "from": from_,
                "to": to,
                "outcome": outcome,
                "code": code,
                "path": path,
                "address": address,
                "api": api,
                "keyPrefix": key_prefix,
                "limit": limit,
                "cursor": cursor,
            },
            timeout=timeout,
            retries=retries,
        )

    def summary(
        self,
        id: str,
        *,
        from_: Optional[When] = None,
        to: Optional[When] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.UsageSummary:
        """
        Count the calls with an API key.

        By outcome and UTC day; the last 30 days where no range is given. `from` and `to` are widened to whole
        UTC days, and narrowed to those that are kept: the answer says what it counts.
        """
        answer: types.UsageSummary = self._api.request(
            "GET",
            "/api-keys/{id}/usage/summary",
            path={"id": id},
            query={"from": from_, "to": to},
            timeout=timeout,
            retries=retries,
        )
        return answer

    def overview(
        self,
        *,
        from_: Optional[When] = None,
        to: Optional[When] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.UsageOverview:
        """
        Count the calls with all API keys.

        By outcome, UTC day, code and API, and the ten keys with the most calls and with the most refusals;
        the last 30 days where no range is given. `from` and `to` are widened to whole UTC days, and narrowed
        to those that are kept: the answer says what it counts, and since when calls are counted at all.
        """
        answer: types.UsageOverview = self._api.request(
            "GET",
            "/usage/summary",
            query={"from": from_, "to": to},
            timeout=timeout,
            retries=retries,
        )
        return answer


class Audit:
    """`/audit-events`."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def list(
        self,
        *,
        from_: Optional[When] = None,
        to: Optional[When] = None,
        actor: Optional[str] = None,
        target_id: Optional[str] = None,
        target_type: Optional[Literal["api_key", "user", "role", "api", "webhook"]] = None,
        action: Optional[Literal["api_key.created", "api_key.updated", "api_key.renamed", "api_key.paused", "api_key.resumed", "api_key.rotated", "api_key.duplicated", "api_key.deleted", "api_key.purged", "user.created", "user.updated", "user.deleted", "role.created", "role.updated", "role.deleted", "api.created", "api.updated", "api.deleted", "webhook.created", "webhook.updated", "webhook.rotated", "webhook.disabled", "webhook.deleted", "registry.restored", "api_key.expiring", "api_key.expired", "api_key.rotation_ending", "webhook.failing"]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> Listing[types.AuditEvent]:
        """
        Read the audit log.

        Newest first. Those with `audit:read` see all events; the owner of a key sees the events of that key,
        where `targetId` names it, without the addresses and user agents of others. A page can be short of its
        limit, or empty, where filtering takes long; only a missing `Link` header is the end. Newest first;
        `latchkey.verify_chain` checks them.
        """
        return self._api.list(
            "/audit-events",
            query={
                "from": from_,
                "to": to,
                "actor": actor,
                "targetId": target_id,
                "targetType": target_type,
                "action": action,
                "limit": limit,
                "cursor": cursor,
            },
            timeout=timeout,
            retries=retries,
        )


class Calls:
    """What stands alone."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def verify(
        self,
        *,
        key: str,
        scopes: Union[Sequence[str], Unset] = UNSET,
        project: Union[str, Unset] = UNSET,
        module: Union[str, Unset] = UNSET,
        environment: Union[str, Unset] = UNSET,
        action: Union[Literal["read", "write", "execute", "deploy"], Unset] = UNSET,
        source_ip: Union[str, Unset] = UNSET,
        cost: Union[int, Unset] = UNSET,
        request: Union[types.VerificationRequest, Unset] = UNSET,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.Verdict:
        """
        Verify an API key that a service was sent.

        The verdict that the authorizer of this API would give, and as strict. It counts as a call with the
        key: it takes from its rate limit, and stands in its usage. It counts as a call with the key, and so
        is tried once.
        """
        answer: types.Verdict = self._api.request(
            "POST",
            "/verify",
            body=given({
                "key": key,
                "scopes": scopes,
                "project": project,
                "module": module,
                "environment": environment,
                "action": action,
                "sourceIp": source_ip,
                "cost": cost,
                "request": request,
            }),
            timeout=timeout,
            retries=retries,
        )
        return answer

    def me(
        self,
        *,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.Principal:
        """
        Who the caller is.

        The user, the calling key where there is one, and what they may do together.
        """
        answer: types.Principal = self._api.request(
            "GET",
            "/me",
            timeout=timeout,
            retries=retries,
        )
        return answer

    def scopes(
        self,
        *,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.ScopeList:
        """
        List the scopes.

        The scopes that keys and roles can have here, with what each of them allows, and the group that it is
        shown in.
        """
        answer: types.ScopeList = self._api.request(
            "GET",
            "/scopes",
            timeout=timeout,
            retries=retries,
        )
        return answer

    def settings(
        self,
        *,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.Settings:
        """
        Read the settings of the deployment.

        What keys can be like here, how long what is kept, and names to pick from.
        """
        answer: types.Settings = self._api.request(
            "GET",
            "/settings",
            timeout=timeout,
            retries=retries,
        )
        return answer

    def config(
        self,
        *,
        timeout: Optional[float] = None,
        retries: Optional[int] = None,
    ) -> types.ServiceConfiguration:
        """
        Read where everything is.

        What a console or a command line has to know before anybody has signed in.
        """
        answer: types.ServiceConfiguration = self._api.request(
            "GET",
            "/config",
            timeout=timeout,
            retries=retries,
        )
        return answer
