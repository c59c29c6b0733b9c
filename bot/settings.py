"""Every knob, and the one reader of the environment.

Settings are ``WENCE_*`` variables, in the environment or in a file ``.env`` in the working
directory; the environment wins. ``.env.example`` lists them all.
"""

from __future__ import annotations

import os
import sys
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.language import Language, language_of
from bot.supervisor import Supervisor
from retrieval.errors import WenceError
from retrieval.home import Home
from retrieval.reasons import Reason, because

CHECKOUT = Path(__file__).resolve().parent.parent

PREFIX = "WENCE_"
ENV_FILE = ".env"
GUARDED = ("WENCE_ALLOW", "WENCE_ADMIN", "WENCE_EDITOR", "WENCE_API_KEY")
"""So begin the settings that say who may do what: a misspelt one lets in whom it should not."""
LOOPBACK = "127.0.0.1"
PROXIES = ("http", "socks5", "socks5h")
"""Kinds of proxies; each is given names, and resolves them itself."""
SECRETS = ("WENCE_TOKEN", "WENCE_PROXY", "WENCE_API_KEYS")
NOT_SETTINGS = frozenset({"WENCE_SHARED"})
"""What tests and benchmarks read."""


def default_home() -> Path:
    """``data/var`` in a checkout, else the user's data directory."""
    if (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / "data").is_dir():
        return CHECKOUT / "data" / "var"
    return user_data_path("wence", appauthor=False)


def demo_home() -> Path:
    """The home of the demonstration with the sample articles; never the operator's."""
    home = default_home()
    return home.with_name("demo" if home.name == "var" else f"{home.name}-demo")


class Speech(BaseSettings):
    """What is asked of the program's words; read by itself, it tells of faults of all settings."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,
        frozen=True,
    )

    lang: Language | None = Field(
        None, description="the language of the program's words: zh-Hans, zh-Hant or en"
    )

    @field_validator("lang", mode="before")
    @classmethod
    def _known(cls, value: str | None) -> Language | None:
        known = language_of(value)
        if value and known is None:
            raise ValueError("no language that is spoken here")
        return known


class Settings(Speech):
    """The settings of one process; empty values count as unset."""

    token: SecretStr | None = Field(None, description="the bot's token, from @BotFather")
    admin_ids: Annotated[frozenset[int], NoDecode] = Field(
        frozenset(), description="Telegram ids of the admins, separated by commas"
    )
    editor_ids: Annotated[frozenset[int], NoDecode] = Field(
        frozenset(), description="Telegram ids of the editors, who look after the collection"
    )
    allow_ids: Annotated[frozenset[int], NoDecode] = Field(
        frozenset(), description="Telegram ids of the people and chats that may use the bot"
    )
    watch: bool = Field(False, description="whether to reindex when a remembered folder changes")
    home: Path = Field(
        default_factory=default_home, description="the directory with everything the bot owns"
    )
    api_base_url: str = Field(
        "https://api.telegram.org", description="the Bot API server to talk to"
    )
    proxy: SecretStr | None = Field(
        None,
        description="the proxy to Telegram and to followed sites, http:// or socks5://, "
        "also with user:password@",
    )
    http: Annotated[tuple[str, int] | None, NoDecode] = Field(
        None, description="the address, host:port, of health, metrics, webhook, reader and desk"
    )
    webhook_url: str = Field(
        "", description="the public address that Telegram posts updates to; polling if empty"
    )
    web_url: str = Field("", description="the public address of the reader, for links to quotes")
    telegram_login: bool = Field(
        False, description="whether Telegram's login opens the desk; needs an https WENCE_WEB_URL"
    )
    api_keys: SecretStr | None = Field(
        None, description="keys of the programs that may ask over HTTP, separated by commas"
    )
    api_quota: int = Field(
        60, ge=0, description="questions a minute and client over HTTP, 0 for no limit"
    )
    workers: int | None = Field(
        None, ge=0, le=16, description="processes that look questions up beside the bot's own"
    )
    engine: Literal["embedded", "opensearch"] = Field(
        "embedded", description="where the index is: in the home, or in an OpenSearch cluster"
    )
    opensearch_url: Annotated[tuple[str, ...] | None, NoDecode] = Field(
        None,
        description="the addresses of the cluster's nodes, https://host:9200, without a password",
    )
    opensearch_user: str = Field("", description="as whom the cluster is spoken to")
    opensearch_password: SecretStr | None = Field(None, description="that user's password")
    opensearch_ca: Path | None = Field(
        None, description="a file with the certificate of the cluster's authority"
    )
    opensearch_index: str = Field(
        "wence", pattern=r"^[a-z][a-z0-9_-]*$", description="so begin the names of its indices"
    )
    quota_person: int = Field(6, ge=0, description="questions a minute and person, 0 for no limit")
    quota_group: int = Field(15, ge=0, description="questions a minute and group, 0 for no limit")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="the least of what the log is told: debug, info, warning or error"
    )
    log_format: Literal["text", "json"] | None = Field(
        None, description="how a line of the log looks: text or json"
    )
    keep_days: int = Field(90, ge=1, description="days that questions are kept")
    max_file_mb: int = Field(20, ge=1, description="the largest document, or line, taken in, in MB")

    follow_hosts: Annotated[frozenset[str], NoDecode] = Field(
        frozenset(), description="hosts of the own network that may be followed, with commas"
    )
    follow_contact: str = Field(
        "", description="how the owner of a followed site reaches you: a mail address or a page"
    )
    follow_delay_s: float = Field(
        1.0, ge=0, description="seconds between two requests to a followed site"
    )

    @field_validator("follow_contact")
    @classmethod
    def _in_one_line(cls, value: str) -> str:
        if not value.isprintable() or not value.isascii():
            raise ValueError("no address")
        return value

    @field_validator("follow_hosts", mode="before")
    @classmethod
    def _hosts(cls, value: object) -> object:
        return (
            value.replace("，", ",").replace(",", " ").split() if isinstance(value, str) else value
        )

    @field_validator("admin_ids", "editor_ids", "allow_ids", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ids = _listed(value)
        if not ids:
            raise ValueError("a list that names nobody")
        return ids

    @field_validator("proxy")
    @classmethod
    def _known_proxy(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        url = urlsplit(value.get_secret_value())
        if url.scheme not in PROXIES or not url.hostname or not url.port:
            raise ValueError("no address of a proxy")
        if url.path.strip("/") or url.query or url.fragment:
            raise ValueError("more than the address of a proxy")
        return value

    @field_validator("api_keys")
    @classmethod
    def _some_key(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _listed(value.get_secret_value()):
            raise ValueError("a list without a key")
        return value

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("http", mode="before")
    @classmethod
    def _address(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        host, colon, port = value.strip().rpartition(":")
        if not colon or not port.isdecimal() or int(port) > 65_535:
            raise ValueError("no host:port")
        return (host.strip("[]") or LOOPBACK, int(port))

    @field_validator("opensearch_url", mode="before")
    @classmethod
    def _nodes(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        urls = tuple(value.replace("，", ",").replace(",", " ").split())
        if any(not url.startswith(("http://", "https://")) or "@" in url for url in urls):
            raise ValueError("no addresses of nodes")
        return urls

    @field_validator("webhook_url")
    @classmethod
    def _posted_to(cls, value: str) -> str:
        """Only a Bot API server of one's own posts over plain HTTP, on the same machine."""
        if value and not value.startswith(("https://", f"http://{LOOPBACK}:")):
            raise ValueError("no address that Telegram posts to")
        return value

    @field_validator("web_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("no address of a page")
        return value.rstrip("/")

    @field_validator("telegram_login")
    @classmethod
    def _has_address(cls, value: bool, stated: ValidationInfo) -> bool:
        """Telegram sends people back to a public address alone."""
        if value and not stated.data.get("web_url", "").startswith("https://"):
            raise ValueError("no https address to come back to")
        return value

    @property
    def known_keys(self) -> frozenset[str]:
        """The keys of programs; empty where none is needed."""
        return frozenset(_listed(self.api_keys.get_secret_value()) if self.api_keys else ())

    @property
    def max_file_bytes(self) -> int:
        return self.max_file_mb * 1_000_000


def _listed(value: str) -> list[str]:
    return value.replace("，", ",").replace(",", " ").split()


def locale_tag() -> str | None:
    """The locale of messages, as POSIX finds it."""
    return next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), None)


@cache
def own_language() -> Language:
    """In which to speak in the terminal: ``WENCE_LANG``, else the locale's, else Chinese."""
    return stated_language() or language_of(locale_tag()) or "hans"


@cache
def stated_language() -> Language | None:
    """What ``WENCE_LANG`` says, None where it is not set or says nothing that is known."""
    try:
        return Speech().lang
    except (ValueError, OSError):
        return None


def load_settings(home: Path | None = None) -> Settings:
    """Read the settings; ``home`` wins over ``WENCE_HOME``.

    Raises:
        WenceError: a value is not of its kind; the sentence names the variable, never the value.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        names = sorted({f"WENCE_{str(part['loc'][0]).upper()}" for part in error.errors()})
        raise WenceError("settings_invalid", names=", ".join(names)) from None
    return settings if home is None else settings.model_copy(update={"home": home})


def unknown_settings() -> list[Reason]:
    """What to say of every variable that looks like a setting and is none.

    Raises:
        WenceError: one of them may have been meant to say who may do what.
    """
    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    stated = {name.upper() for name in (*os.environ, *dotenv_values(ENV_FILE))}
    odd = sorted(stated.difference(known, NOT_SETTINGS))
    found = {name: _not_a_setting(name, known) for name in odd if name.startswith(PREFIX)}
    for name, reason in found.items():
        if name.startswith(GUARDED):
            raise WenceError(reason.code, **reason.fields)
    return list(found.values())


def _not_a_setting(name: str, known: list[str]) -> Reason:
    """Says which one was meant, where one is alike."""
    tails = {each.removeprefix(PREFIX): each for each in known}
    alike = get_close_matches(name.removeprefix(PREFIX), tails, 1)
    if alike:
        return because("setting_misspelt", name=name, likely=tails[alike[0]])
    return because("setting_unknown", name=name)


def as_env(settings: Settings) -> str:
    """What was set, as lines for ``.env``; neither secrets nor where the home is."""
    lines: list[str] = []
    for name in sorted(settings.model_fields_set - {"home"}):
        value = getattr(settings, name)
        if value is None or isinstance(value, SecretStr):
            continue
        lines.append(f"{PREFIX}{name.upper()}={_shown(value)}\n")
    return "".join(lines)


def _shown(value: object) -> str:
    if isinstance(value, frozenset):
        return ",".join(map(str, sorted(value)))
    if isinstance(value, tuple):
        return (":" if isinstance(value[-1], int) else ",").join(map(str, value))
    return str(value)


def has_display() -> bool:
    """Whether this machine has a screen on which a browser could open."""
    if sys.platform in ("darwin", "win32"):
        return True
    return any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


def without_secrets(*needed: str) -> dict[str, str]:
    """The environment of a child that reads files from anywhere, and asks Telegram nothing.

    ``needed`` are the secrets that it cannot do without.
    """
    kept_back = set(SECRETS) - set(needed)
    return {name: value for name, value in os.environ.items() if name.upper() not in kept_back}


def supervisor_of_process() -> Supervisor:
    """Who wants to hear from this process, by systemd's variables."""
    watched = os.environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    micros = os.environ.get("WATCHDOG_USEC", "") if watched else ""
    return Supervisor(
        os.environ.get("NOTIFY_SOCKET") or None, int(micros) / 1e6 if micros.isdecimal() else None
    )


def home_of(settings: Settings) -> Home:
    return Home(settings.home.expanduser().absolute())
