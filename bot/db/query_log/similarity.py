"""When are two questions the same question, or alike? Script, width and punctuation aside."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from retrieval.text.fold import fold_text

ALIKE = 0.5
"""The share of common bigrams (Jaccard) from which two questions are alike."""

_NO_WORD = re.compile(r"[\W_]+")
_ASIDE = re.compile(
    "请问|我想问一下|我想问|什么是|是什么|是啥|怎么办理|如何办理|怎么办|怎么|怎样|如何|哪里|吗|呢|的"
)
"""What questions say besides their subject."""


def same_words(text: str) -> str:
    """The text in one script, without punctuation and spaces."""
    return _NO_WORD.sub("", fold_text(text))


def bigrams(text: str) -> frozenset[str]:
    """Character bigrams of the subject of a question; of all of it where nothing else is left."""
    words = same_words(text)
    subject = _ASIDE.sub("", words)
    kept = subject if len(subject) >= 2 else words
    return frozenset(kept[i : i + 2] for i in range(max(1, len(kept) - 1)))


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    both = len(one & other)
    return both > 0 and both >= ALIKE * (len(one) + len(other) - both)


def group(texts: Iterable[str]) -> list[list[int]]:
    """Places of texts that are alike, each group in the order of the texts.

    A text joins the first group whose first text it is like; an index over bigrams keeps the
    number of comparisons small.
    """
    groups: list[list[int]] = []
    heads: list[frozenset[str]] = []
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        grams = bigrams(text)
        near = sorted({number for gram in grams for number in holding[gram]})
        found = next((number for number in near if alike(heads[number], grams)), None)
        if found is not None:
            groups[found].append(place)
            continue
        for gram in grams:
            holding[gram].append(len(groups))
        groups.append([place])
        heads.append(grams)
    return groups
