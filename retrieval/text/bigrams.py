"""What are the character bigrams of a text?

Over a run of Han characters every two neighbours are one term; a Han character that stands alone
is one, and so is every run of other letters and digits.
"""

from __future__ import annotations

import re

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"([{HAN}]+)|[^\W_{HAN}]+")


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
