"""Templates become pages. Whatever is filled in is escaped, and stripped of what is invisible."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.settings import Settings
from bot.view.blocks import visible
from bot.view.texts import words
from bot.web.pages.language import NAMES, TAGS, page_language

WEB = Path(__file__).resolve().parents[1]
ROOMS = ("pages", "reader", "desk")
"""Where there are templates."""
STATIC = Path(__file__).with_name("static")
LONGEST = 500
"""So many characters of each parameter go into the addresses of a page."""
KEPT = ("lang", "s")
"""Parameters that go along from page to page: the language, and the signature of a link."""


def page(
    request: Request,
    settings: Settings,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> HTMLResponse:
    """The template as a page in the reader's language.

    In templates ``t(name, …)`` is a line of the program, ``link(path, …)`` an address that keeps
    what goes along, ``here(…)`` this page's own address with other parameters.
    """
    language = page_language(request, settings.lang)
    known = {
        "t": partial(_line, language),
        "link": partial(link, request),
        "here": partial(_here, request),
        "shown_path": request.url.path,
        "language": language,
        "kept_lang": request.query_params.get("lang"),
        "lang": TAGS[language],
        "languages": [(TAGS[each], name) for each, name in NAMES.items() if each != language],
        "tags": TAGS,
        "can_search": not settings.allow_ids,
    }
    html = _environment().get_template(template).render(**known, **values)
    own = {"Content-Language": TAGS[language], "Vary": "Accept-Language"}
    return HTMLResponse(html, status, {**own, "Cache-Control": "no-cache", **(headers or {})})


def public_address(request: Request, settings: Settings) -> str:
    """Where readers reach this site, without a slash at the end."""
    return settings.web_url or str(request.base_url).rstrip("/")


def link(request: Request, path: str, /, **parameters: object) -> str:
    """An address on this site; None leaves a parameter out."""
    kept = {name: request.query_params.get(name) for name in KEPT}
    return _address(path, {**kept, **parameters})


def _here(request: Request, **parameters: object) -> str:
    asked = {name: value[:LONGEST] for name, value in request.query_params.items()}
    return _address(request.url.path, {**asked, **parameters})


def _address(path: str, parameters: Mapping[str, object]) -> str:
    stated = {name: str(value) for name, value in parameters.items() if value is not None}
    return quote(path, safe="/-~.:@") + (f"?{urlencode(stated)}" if stated else "")


def _line(language: Any, name: str, /, **values: object) -> str:
    return words(name, language, **values)


def _shown(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _asset(name: str) -> str:
    """The address of a file that browsers may keep for good, for it changes when the file does."""
    return f"/static/{name}?{_digest(name)}"


def _moment(seconds: int) -> str:
    """A time of this server's."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))


@cache
def _digest(name: str) -> str:
    return blake2b((STATIC / name).read_bytes(), digest_size=4).hexdigest()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader([WEB / room / "templates" for room in ROOMS]),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["asset"] = _asset
    environment.filters["moment"] = _moment
    return environment
