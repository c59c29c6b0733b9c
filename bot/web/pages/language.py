"""Which language does a page speak? As its address says, else the settings, else the browser."""

from __future__ import annotations

from starlette.requests import Request

from bot.language import Language, language_of

TAGS: dict[Language, str] = {"hans": "zh-Hans", "hant": "zh-Hant", "en": "en"}
"""The tags of HTML."""
NAMES: dict[Language, str] = {"hans": "简体", "hant": "繁體", "en": "English"}


def page_language(request: Request, stated: Language | None) -> Language:
    """``?lang=``, else what the settings state, else the browser's first that is spoken here."""
    asked = language_of(request.query_params.get("lang"))
    if asked or stated:
        return asked or stated or "hans"
    known = map(language_of, _accepted(request.headers.get("accept-language", "")))
    return next(filter(None, known), "hans")


def _accepted(header: str) -> list[str]:
    """The tags of ``Accept-Language``, the dearest first."""
    weighed = []
    for part in header.split(",")[:20]:
        tag, _, weight = part.partition(";q=")
        try:
            weighed.append((-float(weight or 1), tag.strip()))
        except ValueError:
            continue
    return [tag for _, tag in sorted(weighed, key=lambda pair: pair[0])]
