"""Settings that were changed at the desk: they count where the environment says nothing.

Only what holds from one moment to the next, and opens nothing to anybody, is changed there.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from pydantic import ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from bot.db.database import Chats
from bot.settings import Settings
from retrieval.errors import WenceError

CHANGEABLE = ("quota_person", "quota_group", "api_quota", "lang", "log_level")
HIGHEST = 1_000_000
"""Of a number."""


def kept(chats: Chats) -> dict[str, str]:
    """What was changed, as it was written."""
    with chats.reading() as db:
        return {row["name"]: row["value"] for row in db.table("desk_settings").rows}


def keep(chats: Chats, name: str, written: str) -> None:
    """Let a setting have this value from now on; an empty one takes back what was said before.

    Raises:
        WenceError: it is no value of this setting.
    """
    if written:
        understood(name, written)
    with chats.writing() as db:
        if written:
            db.table("desk_settings").upsert({"name": name, "value": written}, pk="name")
        else:
            db.table("desk_settings").delete_where("name = ?", [name])


def understood(name: str, written: str) -> object:
    """The value that was written.

    Raises:
        WenceError: it is none of this setting's.
    """
    wrong = WenceError("settings_invalid", names=f"WENCE_{name.upper()}")
    stated: dict[str, Any] = {name: written}
    try:
        value: object = getattr(_Stated(**stated), name)
    except ValidationError:
        raise wrong from None
    if isinstance(value, int) and value > HIGHEST:
        raise wrong
    return value


class _Stated(Settings):
    """Settings by what is stated alone, whatever the environment says."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


def with_kept(chats: Chats, settings: Settings) -> Settings:
    """The settings as they count now; which ones the environment states stays known."""
    said, values = kept(chats), dict(settings)
    for name in CHANGEABLE:
        if name not in settings.model_fields_set:
            values[name] = Settings.model_fields[name].default
            with suppress(KeyError, WenceError):  # another version may have written it
                values[name] = understood(name, said[name])
    return Settings.model_construct(_fields_set=settings.model_fields_set, **values)
