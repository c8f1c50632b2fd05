from __future__ import annotations

import re
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional, Sequence, Union

from .shown_text import hides_key

Named = Union[str, Callable[[Dict[str, Any]], Optional[str]], None]
"""A name, or where it stands in the call."""

ScopesNeeded = Union[Sequence[str], Callable[[Dict[str, Any]], Optional[Sequence[str]]]]
"""Scopes, or where they stand in the call; None refuses it."""

_name = re.compile(r"(?!__proto__\Z)[A-Za-z0-9._-]{1,128}")
_actions = {"module": ("read", "write"), "environment": ("read", "execute", "deploy")}


class Missing(NamedTuple):
    """What a caller lacks."""

    scopes: List[str]
    access_rights: Dict[str, Any]


class Needs:
    """
    What calls need.

    Raises ValueError for what says nothing, or only half: a project without an action on a module or an environment of it.
    """

    def __init__(
        self,
        scopes: ScopesNeeded = (),
        project: Named = None,
        module: Named = None,
        environment: Named = None,
        action: Optional[str] = None,
    ) -> None:
        if isinstance(scopes, str) or not (callable(scopes) or all(isinstance(each, str) for each in scopes)):
            raise ValueError("scopes: must be a list of texts")
        self._scopes = scopes
        self._names: Dict[str, Named] = {"project": project, "module": module, "environment": environment}
        self._action = action
        kinds = [kind for kind in _actions if self._names[kind] is not None]
        if project is None and action is None and not kinds:
            return
        if project is None or action is None or len(kinds) != 1:
            raise ValueError("project: needs an action, and either a module or an environment")
        if action not in _actions[kinds[0]]:
            raise ValueError(f"action: must be one of {', '.join(_actions[kinds[0]])} on a {kinds[0]}")

    def of(self, call: Dict[str, Any]) -> Optional[Dict[str, Any]]:
        """What one call needs, as POST /verify takes it; None where what stands in it is no name: nobody has rights there."""
        needs: Dict[str, Any] = {}
        scopes = self._scopes(call) if callable(self._scopes) else self._scopes
        if scopes is None or isinstance(scopes, str):
            return None
        if scopes:
            needs["scopes"] = list(scopes)
        for field, chosen in self._names.items():
            if chosen is None:
                continue
            value = chosen(call) if callable(chosen) else chosen
            if value is None or (callable(chosen) and not _is_name(value)):
                return None
            needs[field] = value
        if self._action is not None:
            needs["action"] = self._action
        return needs


def _is_name(value: object) -> bool:
    return isinstance(value, str) and _name.fullmatch(value) is not None and not hides_key(value)


def missing_of(needs: Mapping[str, Any], scopes: Sequence[str], access_rights: Mapping[str, Any]) -> Missing:
    """What somebody with these effective scopes and rights lacks."""
    lacking = [scope for scope in needs.get("scopes", ()) if not any(scope_covers(held, scope) for held in scopes)]
    if "project" not in needs:
        return Missing(lacking, {})
    project, action = needs["project"], needs["action"]
    kind = "modules" if "module" in needs else "environments"
    name = needs["module"] if "module" in needs else needs["environment"]
    projects = _members(access_rights.get("projects"))
    for rights in (_members(projects.get(each)) for each in (project, "*")):
        for held in (_members(rights.get(kind)).get(each) for each in (name, "*")):
            is_held = held in (action, "write") if kind == "modules" else isinstance(held, list) and action in held
            if is_held:
                return Missing(lacking, {})
    right = action if kind == "modules" else [action]
    return Missing(lacking, {"projects": {project: {kind: {name: right}}}})


def scope_covers(wide: str, narrow: str) -> bool:
    """Whether holding `wide` means holding `narrow`: no wildcard covers `permissions:escalate`."""
    if wide == narrow:
        return True
    if narrow == "permissions:escalate":
        return False
    return wide == "*" or (wide.endswith(":*") and narrow.startswith(wide[:-1]))


def _members(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
