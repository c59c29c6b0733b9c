"""Are the settings such that a bot can run with them?"""

from __future__ import annotations

import re
import stat
from pathlib import Path

from bot.cli.checks.finding import Finding, Place, note, ok, wrong
from bot.settings import unknown_settings

_TOKEN = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,50}")
_HOLDS_TOKEN = re.compile(rb"(?m)^\s*(export\s+)?WENCE_TOKEN\s*=\s*\S")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def token(place: Place) -> Finding:
    """Its shape only: whether Telegram knows it, ``wence serve`` will see."""
    secret = place.settings.token
    if secret is None:
        return note("token_none", "token_none_fix")
    if not _TOKEN.fullmatch(secret.get_secret_value()):
        return wrong("token_shape", "token_shape_fix")
    return ok("token_fine")


def admins(place: Place) -> Finding:
    ids = place.settings.admin_ids
    if not ids:
        return note("admins_none", "admins_none_fix")
    if any(id <= 0 for id in ids):
        return wrong("admins_group", "admins_group_fix")
    return ok("admins_fine", count=len(ids))


def names(place: Place) -> Finding:
    """Is everything that looks like a setting one?"""
    odd = unknown_settings()
    if odd:
        meant = (f"{each.fields['name']} → {each.fields.get('likely', '?')}" for each in odd)
        return note("settings_unknown", "settings_unknown_fix", names=", ".join(meant))
    return ok("settings_fine")


def env_file(place: Place) -> Finding:
    path = Path(".env")
    if not path.exists():
        return ok("env_none")
    if path.stat().st_mode & _OTHERS and _HOLDS_TOKEN.search(path.read_bytes()):
        return wrong("env_open", "env_open_fix")
    return ok("env_fine")
