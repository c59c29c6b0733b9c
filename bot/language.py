"""Which language does the program speak? As its settings say, else as the person reads or asks."""

from __future__ import annotations

from typing import Literal

from retrieval.text.fold import convert, script_of

Language = Literal["hans", "hant", "en"]
"""Chinese in one of its scripts, or English."""

TAGS: dict[str, Language] = {
    "zh-hant": "hant",
    "zh-tw": "hant",
    "zh-hk": "hant",
    "zh-mo": "hant",
    "zh": "hans",
    "en": "en",
}
"""How the tags of languages begin, the longer ones first."""


def language_of(tag: str | None) -> Language | None:
    """The language of a tag, Telegram's or a locale's: ``zh-hans``, ``zh_TW.UTF-8``, ``en_GB``.

    None for one that is not spoken here, and for the locales ``C`` and ``POSIX``, which name none.
    """
    parts = (tag or "").lower().partition(".")[0].replace("_", "-").split("-")
    begins = ("-".join(parts[:2]), parts[0])
    return next((TAGS[begin] for begin in begins if begin in TAGS), None)


def language_for(text: str, tag: str | None, stated: Language | None = None) -> Language:
    """The language in which to speak of a text to somebody whose own has that tag.

    The stated one wins. To whom reads Chinese it is the script of the text, and theirs where the
    text could be either.
    """
    own = language_of(tag)
    if stated or own == "en":
        return stated or "en"
    if script_of(text) == "hant":
        return "hant"
    return "hant" if own == "hant" and convert(text, "hant") == text else "hans"
