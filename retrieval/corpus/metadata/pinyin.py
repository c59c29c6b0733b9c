"""Which brackets hold nothing but the reading of the character before them?"""

from __future__ import annotations

import re
import unicodedata

from retrieval.corpus.encoding.characters import HAN

_MARKS = "\u0300\u0301\u0304\u030c"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
TONES = _TONED + _MARKS
"""Without any of these characters in a text there is no tone in it."""

TONED = re.compile(f"[{_TONED}]|[aeiouü][{_MARKS}]")
"""A vowel under a tone mark: without one in a text there is no pinyin to look for."""

_BRACKET = re.compile(
    rf"(?<=[{HAN}])(?P<open>[(（])(?P<syllable>[a-zü\u0300-\u036f{_TONED}]{{1,7}})[)）]"
)
_INITIALS = "b|p|m|f|d|t|n|l|g|k|h|j|q|x|zh|ch|sh|r|z|c|s|y|w"
_FINALS = (
    "iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uai|uan|van|ai|ei|ao|ou|an|en|in|un|vn|ia|ie|iu|"
    "ua|uo|ui|ue|ve|er|a|o|e|i|u|v"
)
_SYLLABLE = re.compile(rf"(?:{_INITIALS})?(?:{_FINALS})|ng?|m|hm|hng")
_UNTONED_FROM = 3


def without_pinyin(text: str) -> str:
    """``text`` without brackets of one syllable behind a Chinese character.

    The syllable carries a tone mark: (an) and (app) stay. Where a text has several of them, those
    in the neutral tone go too: 的(de).
    """
    toned = sum(1 for match in _BRACKET.finditer(text) if _is_syllable(match["syllable"], True))
    strict = toned < _UNTONED_FROM
    return _BRACKET.sub(
        lambda match: "" if _is_syllable(match["syllable"], strict) else match[0], text
    )


def _is_syllable(text: str, toned: bool) -> bool:
    if toned and not TONED.search(text):
        return False
    decomposed = unicodedata.normalize("NFD", text.replace("ü", "v"))
    plain = re.sub(f"[{_MARKS}]", "", decomposed).replace("u\u0308", "v")
    return _SYLLABLE.fullmatch(plain) is not None
