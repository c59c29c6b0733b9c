"""Which words does the tokenizer know, which count for nothing, and which mean the same?

A lexicon is a directory of text files, each of which may be missing:

    words.txt           word frequency [tag]    as jieba reads it
    stop_words.txt      one word a line
    equivalents.txt     one group a line, its words separated by spaces
    everyday_words.txt  people's words > official terms [weight], or = for both directions
    homophones.txt      one group a line, characters that sound alike, without spaces
    divisions.tsv       code, name, other names of one division a line (see ``divisions``)

Blank lines and lines that open with ``#`` are skipped. All words are folded.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations, product
from pathlib import Path

from retrieval.errors import WenceError
from retrieval.resources import resource
from retrieval.text.divisions import Divisions
from retrieval.text.lexicon_file import Line, read_lines

SCHEME = "2"
"""Goes into the fingerprint: to be raised when the same lexicon gives other terms than before."""
DEFAULT_WEIGHT = 0.8
"""How surely an everyday word means the official term, where its line does not say."""
LONG = 3
"""A phrase of so many characters is recognised even where jieba's words straddle its edges."""


@dataclass(frozen=True, slots=True)
class Synonym:
    """A question that says ``phrase`` may mean ``other``, with a weight above 0, at most 1."""

    phrase: str
    other: str
    weight: float


@dataclass(frozen=True)
class Lexicon:
    """Words with their frequencies, stop words, what means the same, and what sounds alike."""

    words: dict[str, int]
    stop_words: frozenset[str]
    pairs: tuple[Synonym, ...]
    alike: tuple[str, ...] = ()
    directories: tuple[Path, ...] = ()
    """Where it was read from."""

    @classmethod
    def load(cls, directory: Path | None = None) -> Lexicon:
        """The lexicon that comes with Wence; an operator's directory adds to it and overrides.

        Raises:
            WenceError: a file cannot be read, or a line of it cannot be understood.
        """
        directories = (resource("lexicon"), *([directory] if directory else []))
        words: dict[str, int] = {}
        stop_words: set[str] = set()
        pairs: list[Synonym] = []
        alike: list[str] = []
        for place in directories:
            words |= dict(_word(line) for line in read_lines(place / "words.txt"))
            stop_words |= {line.folded for line in read_lines(place / "stop_words.txt")}
            for line in read_lines(place / "equivalents.txt"):
                pairs += _equivalents(line)
            for line in read_lines(place / "everyday_words.txt"):
                pairs += _everyday_words(line)
            alike += [line.folded for line in read_lines(place / "homophones.txt")]
        return cls(words, frozenset(stop_words), tuple(pairs), tuple(alike), directories)

    @cached_property
    def divisions(self) -> Divisions:
        """The divisions of the country, read when they are first asked for.

        Raises:
            WenceError: a file cannot be read, or a line of it cannot be understood.
        """
        return Divisions.load(self.directories)

    @cached_property
    def synonyms(self) -> dict[str, dict[str, float]]:
        """By phrase: the others for it with their weights, in the order of the files.

        A pair that is given twice has its last weight, so an operator's file overrides.
        """
        others: dict[str, dict[str, float]] = {}
        for pair in self.pairs:
            others.setdefault(pair.phrase, {})[pair.other] = pair.weight
        return others

    def phrases(self, folded: str, edges: Collection[int]) -> Iterator[str]:
        """The phrases with synonyms that a folded text holds, the longest from each place on.

        ``edges`` are the offsets where words begin or end: short phrases begin and end there, so
        that 大学生病假 holds no 生病. Phrases do not overlap.
        """
        at = 0
        while at < len(folded):
            length = next(
                (
                    length
                    for length in self._lengths.get(folded[at], ())
                    if folded[at : at + length] in self.synonyms
                    and (length >= LONG or (at in edges and at + length in edges))
                ),
                0,
            )
            if length:
                yield folded[at : at + length]
            at += length or 1

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        """By first character: how long the phrases are that begin with it, longest first."""
        lengths: dict[str, set[int]] = {}
        for phrase in self.synonyms:
            lengths.setdefault(phrase[0], set()).add(len(phrase))
        return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    @cached_property
    def homophones(self) -> dict[str, str]:
        """The other characters that sound like a character, in the order of the files."""
        others: dict[str, dict[str, None]] = {}
        for group in self.alike:
            for character in group:
                others.setdefault(character, {}).update(dict.fromkeys(group))
        return {
            character: "".join(other for other in found if other != character)
            for character, found in others.items()
        }

    @cached_property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that change when the terms of a text may change.

        Synonyms and homophones are left out: they widen a query and change no index.
        """
        content = [SCHEME, sorted(self.words.items()), sorted(self.stop_words)]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


_WEIGHT = r"\d?(?:\.\d+)?"
_EVERYDAY = re.compile(rf"([^<>=]+) ([>=]) (?!{_WEIGHT}$)([^<>=]+?)(?: ({_WEIGHT}))?")


def _word(line: Line) -> tuple[str, int]:
    fields = line.folded.split()
    if 2 <= len(fields) <= 3 and fields[1].isdecimal() and int(fields[1]) > 0:
        return fields[0], int(fields[1])
    raise WenceError("lexicon_word", path=line.path, line=line.number, written=line.written)


def _equivalents(line: Line) -> list[Synonym]:
    words = tuple(dict.fromkeys(line.folded.split()))
    if len(words) < 2:
        raise WenceError("lexicon_group", path=line.path, line=line.number, written=line.written)
    return [Synonym(word, other, 1.0) for word, other in permutations(words, 2)]


def _everyday_words(line: Line) -> list[Synonym]:
    """``people's words > official terms [weight]``, each side separated by spaces."""
    found = _EVERYDAY.fullmatch(" ".join(line.folded.split()))
    weight = float(found[4] or DEFAULT_WEIGHT) if found else 0.0
    if found is None or not 0.0 < weight <= 1.0:
        raise WenceError("lexicon_everyday", path=line.path, line=line.number, written=line.written)
    pairs = [Synonym(*pair, weight) for pair in product(found[1].split(), found[3].split())]
    if found[2] == "=":
        pairs += [Synonym(pair.other, pair.phrase, weight) for pair in pairs]
    return [pair for pair in pairs if pair.phrase != pair.other]
