"""When are two texts the same to a reader who does not care about script, width and case?

Matching folds, quoting never does. Folding keeps every character in its place, so an offset into
the folded text is an offset into the text.

Two kinds of characters are told apart. An *odd* one cannot stand in simplified text (說, 麼):
it is folded wherever it stands. An *ambiguous* one is a standard simplified character that is also
a traditional one (乾 in 乾坤 and 乾燥): it is folded only where the text as a whole is traditional.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Script = Literal["hans", "hant"]

TRADITIONAL_SHARE = 0.05
"""At least this share of the characters of a traditional text is odd."""

_AMBIGUOUS = frozenset("乾吒夥徵摺薹袷醣麴")
"""Traditional characters that are standard simplified ones too (通用规范汉字表).

GB 2312 alone would be too wide: it also holds 後, 於, 麽 and other variants.
"""

_VARIANTS = frozenset("後於麽菸捱榘拚")
"""In GB 2312, yet not of simplified text."""

_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000))
_NARROWED = ((0x2E80, 0x2FE0), (0x3000, 0x3001), (0xF900, 0xFB00), (0xFF00, 0xFFEF))
"""Blocks whose compatibility forms are folded: radicals, the wide space, full width."""

_WIDE = range(0xFF00, 0xFFEF)
_CODES = 0x110000
_Codes = NDArray[np.uint32]


def fold_text(text: str) -> str:
    """The text for matching: simplified, half width, lower case; of the same length.

    Traditional text is converted with OpenCC's phrases, where they keep the length; in other text
    only odd characters are. Text is traditional when at least ``TRADITIONAL_SHARE`` of its
    characters are odd and they outnumber the ones that only simplified text has.
    """
    codes = _codes(text)
    odd = _count(codes, _odd())
    traditional = odd >= max(1.0, TRADITIONAL_SHARE * len(text)) and odd > _count(
        codes, _simplified_only()
    )
    return _fold(text, codes, traditional=traditional)


@lru_cache(maxsize=256)
def fold_headlines(text: str) -> str:
    """The same, remembered: many articles of a statute have its title."""
    return fold_text(text)


def fold_question(text: str) -> str:
    """The same for a question, which is too short for a share to mean much.

    One odd character makes it traditional, unless a character stands beside it that only
    simplified text has.
    """
    codes = _codes(text)
    traditional = _count(codes, _odd()) > 0 and not _count(codes, _simplified_only())
    return _fold(text, codes, traditional=traditional)


def script_of(text: str) -> Script:
    """The script that most of the telling characters belong to; ``hans`` where none tells."""
    codes = _codes(text)
    odd = _count(codes, _odd())
    return "hant" if odd and odd > _count(codes, _simplified_only()) else "hans"


def convert(text: str, to: Script) -> str:
    """The text in the other script, with the words used there (信息, 資訊). May change lengths.

    Text that is already in that script stays as it is: converting it again would harm it.
    """
    if to == "hant":
        return text if script_of(text) == "hant" else str(_opencc("s2twp").convert(text))
    return str(_opencc("tw2sp").convert(text)) if _count(_codes(text), _odd()) else text


def _fold(text: str, codes: _Codes, *, traditional: bool) -> str:
    if not traditional:
        return _text(_plain()[codes])
    converted = str(_opencc("t2s").convert(text))
    if len(converted) == len(text):
        return _text(_plain()[_codes(converted)])
    return _text(_simplified()[codes])


def _codes(text: str) -> _Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _text(codes: _Codes) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def _count(codes: _Codes, members: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(members[codes]))


@cache
def _opencc(conversion: str) -> Any:
    import opencc

    return opencc.OpenCC(conversion)


@cache
def _singles(conversion: str) -> dict[str, str]:
    """What OpenCC makes of each Han character that stands alone, where it changes it."""
    chars = [chr(code) for start, stop in _HAN for code in range(start, stop)]
    converted = _opencc(conversion).convert("\n".join(chars)).split("\n")
    return {old: new for old, new in zip(chars, converted, strict=True) if old != new}


@cache
def _odd() -> NDArray[np.bool_]:
    """By code point: can it not stand in simplified text?"""
    return _members(
        char
        for char in _singles("t2s")
        if char in _VARIANTS or not (char in _AMBIGUOUS or _in(char, "gb2312"))
    )


@cache
def _simplified_only() -> NDArray[np.bool_]:
    """By code point: can it not stand in traditional text?"""
    return _members(char for char in _singles("s2t") if not _in(char, "big5"))


@cache
def _plain() -> _Codes:
    """By code point: its folded form in text that is not traditional."""
    table = np.arange(_CODES, dtype="<u4")
    for start, stop in _NARROWED:
        _enter(table, {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(start, stop)})
    letters = {chr(code): chr(int(table[code])).lower() for code in (*range(0x2000), *_WIDE)}
    _enter(table, letters)
    odd = _odd()
    _enter(table, {old: new for old, new in _singles("t2s").items() if odd[ord(old)]})
    return table


@cache
def _simplified() -> _Codes:
    """By code point: its folded form in traditional text, where phrases cannot be used."""
    table = _plain().copy()
    _enter(table, _singles("t2s"))
    return table


def _enter(table: _Codes, forms: dict[str, str]) -> None:
    for old, new in forms.items():
        if len(new) == 1:
            table[ord(old)] = ord(new)


def _members(chars: Iterable[str]) -> NDArray[np.bool_]:
    table = np.zeros(_CODES, dtype=np.bool_)
    table[[ord(char) for char in chars]] = True
    return table


def _in(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
