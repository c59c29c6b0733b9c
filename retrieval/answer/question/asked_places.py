"""Which places does a question ask about?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.text.divisions import NATION, Divisions, Mention
from retrieval.text.tokens import Token

_QUOTED = re.compile(r"《[^《》]*》?|〈[^〈〉]*〉?")
_OF_A_NAME = re.compile(
    r".*(?:大学|学院|银行|证券|大街|大道|公路|铁路|大桥|火锅|烤鸭|啤酒|拉面)"
    r"|[东南西北中]?[一二三四]?[路街]|河|江|湖|岛|港|湾|山|府|线|桥|菜|话|大|行|时间|公园|证交所"
)
"""What goes on with a place's name to the name of something else: 北京大学, 南京路, 基隆河."""


def asked_places(folded: str, tokens: Sequence[Token], divisions: Divisions) -> tuple[Mention, ...]:
    """The places that a folded question names, those left out that another one lies in.

    A place in the title of a document, or in the name of something else, is none of asking.
    """
    text = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), folded)
    ends = {token.start: token.end for token in tokens}
    found = [
        one
        for one in divisions.mentions(text, ends)
        if one.division.code != NATION and not _OF_A_NAME.fullmatch(_going_on(one, text, tokens))
    ]
    wider = {code for one in found for code in one.division.above}
    return tuple(one for one in found if one.division.code not in wider)


def _going_on(one: Mention, text: str, tokens: Sequence[Token]) -> str:
    """The rest of the token that the name opens, or the next token."""
    end = next((token.end for token in tokens if token.end > one.end), one.end)
    return text[one.end : end]
