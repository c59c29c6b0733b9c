"""Which words of what was right does a word of questions stand for?

IBM translation model 1 (Brown, Della Pietra, Della Pietra and Mercer 1993, *The Mathematics of
Statistical Machine Translation*): every word of the right text was put there by one word of the
question, or by none. Expectation maximisation finds the probability t(right | asked).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Table = dict[str, dict[str, float]]

ROUNDS = 5
SEEN = 3
"""A word of fewer questions is left out: it would be learnt by chance, and might tell of one."""
LIKELIEST = 5
"""Words that are kept for each, itself counted."""
LEAST = 0.02
"""A word that is less likely is not kept."""
NOBODY = 0
"""The word of no question, which accounts for words that stand in every right text."""


@dataclass(frozen=True, slots=True)
class Example:
    """The distinct words of a question, and those of each text that answers it."""

    asked: tuple[str, ...]
    right: tuple[tuple[str, ...], ...]


def translation_table(examples: Sequence[Example], rounds: int = ROUNDS) -> Table:
    """By word of questions: its likeliest other words with their probabilities, best first.

    Takes time and memory by words asked × words of right texts, some 40 bytes for each two.
    """
    asked = _vocabulary(example.asked for example in examples)
    right = _vocabulary(set(chain(*example.right)) for example in examples)
    if not asked or not right:
        return {}
    cells, tokens = _cells(examples, asked, right)
    links, link_of = np.unique(cells, return_inverse=True)
    of_asked = links // len(right)
    likely = np.ones(len(links))
    for _ in range(rounds):
        share = likely[link_of]
        share /= np.bincount(tokens, share)[tokens]
        counts = np.bincount(link_of, share)
        likely = counts / np.bincount(of_asked, counts)[of_asked]
    return _likeliest(links, likely, ["", *asked], list(right))


def _vocabulary(examples: Iterable[Iterable[str]]) -> dict[str, int]:
    """The words of at least ``SEEN`` examples, numbered in their order."""
    counted = Counter(chain.from_iterable(examples))
    kept = sorted(word for word, count in counted.items() if count >= SEEN)
    return {word: number for number, word in enumerate(kept)}


def _cells(
    examples: Sequence[Example], asked: dict[str, int], right: dict[str, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every word of a question beside every word of its right text.

    (cells,): the number of the pair of words; (cells,): the number of the word of the right text,
    counted over all texts.
    """
    cells, tokens, told = [], [], 0
    for example, text in ((each, text) for each in examples for text in each.right):
        sources = [NOBODY, *(1 + asked[word] for word in example.asked if word in asked)]
        targets = np.array([right[word] for word in text if word in right], dtype=np.int64)
        grid = np.array(sources)[:, None] * len(right) + targets
        cells.append(grid.ravel())
        tokens.append(np.tile(np.arange(told, told + len(targets)), len(sources)))
        told += len(targets)
    return np.concatenate(cells), np.concatenate(tokens)


def _likeliest(
    links: NDArray[np.int64],
    likely: NDArray[np.float64],
    asked: Sequence[str],
    right: Sequence[str],
) -> Table:
    kept = np.flatnonzero((likely >= LEAST) & (links >= len(right)))
    found: Table = {}
    for at in kept[np.argsort(-likely[kept], kind="stable")].tolist():
        source, target = divmod(int(links[at]), len(right))
        others = found.setdefault(asked[source], {})
        if len(others) < LIKELIEST:
            others[right[target]] = round(float(likely[at]), 4)
    without_itself = (
        (word, {other: value for other, value in others.items() if other != word})
        for word, others in found.items()
    )
    return {word: others for word, others in without_itself if others}
