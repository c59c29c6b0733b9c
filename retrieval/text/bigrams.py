"""What are the character bigrams of a text?

Over a run of Han characters every two neighbours are one term; a Han character that stands alone
is one, and so is every run of other letters and digits.
"""

from __future__ import annotations

import re

HAN_RANGES = (
    (0x3007, 0x3007),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
"""First and last code points of what counts as Han: 〇 and the ideographs."""

LETTERS = 0x40000
"""No letter or digit has a code point from here on: planes 4 to 16 hold none."""

_HAN = "".join(f"{chr(first)}-{chr(last)}" for first, last in HAN_RANGES)
_RUN = re.compile(rf"([{_HAN}]+)|[^\W_{_HAN}]+")


def bigrams(folded: str) -> list[str]:
    """The terms of a folded text, in its order.

    >>> bigrams("医保2024年, ok")
    ['医保', '2024', '年', 'ok']
    """
    terms: list[str] = []
    for run in _RUN.finditer(folded):
        han = run[1]
        if han is None or len(han) == 1:
            terms.append(run[0])
        else:
            terms += [han[at : at + 2] for at in range(len(han) - 1)]
    return terms
