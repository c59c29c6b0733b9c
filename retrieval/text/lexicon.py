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
from functools import cache, cached_property
from itertools import permutations, product
from pathlib import Path

from retrieval.errors import WenceError
from retrieval.resources import resource
from retrieval.text.divisions import FILE as DIVISIONS
from retrieval.text.divisions import Divisions
from retrieval.text.lexicon_file import Line, read_lines

WORDS, STOP_WORDS = "words.txt", "stop_words.txt"
EQUIVALENTS, EVERYDAY_WORDS, HOMOPHONES = "equivalents.txt", "everyday_words.txt", "homophones.txt"
FILES = (WORDS, STOP_WORDS, EQUIVALENTS, EVERYDAY_WORDS, HOMOPHONES, DIVISIONS)

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

        A process reads the first of them once.

        Raises:
            WenceError: a file cannot be read, or a line of it cannot be understood.
        """
        shipped = _shipped()
        if directory is None or not any((directory / name).exists() for name in FILES):
            return shipped
        return shipped._with(directory)

    def _with(self, directory: Path) -> Lexicon:
        pairs = list(self.pairs)
        for line in read_lines(directory / EQUIVALENTS):
            pairs += _equivalents(line)
        for line in read_lines(directory / EVERYDAY_WORDS):
            pairs += _everyday_words(line)
        return Lexicon(
            self.words | dict(_word(line) for line in read_lines(directory / WORDS)),
            self.stop_words | {line.folded for line in read_lines(directory / STOP_WORDS)},
            tuple(pairs),
            (*self.alike, *(line.folded for line in read_lines(directory / HOMOPHONES))),
            (*self.directories, directory),
        )

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

    def homophones(self, character: str) -> str:
        """The other characters that sound like one, in the order of the files."""
        groups = "".join(self._groups.get(character, ()))
        return "".join(dict.fromkeys(groups)).replace(character, "")

    @cached_property
    def _groups(self) -> dict[str, list[str]]:
        """By character: the groups of those that sound alike which it is in."""
        groups: dict[str, list[str]] = {}
        for group in self.alike:
            for character in group:
                groups.setdefault(character, []).append(group)
        return groups

    @cached_property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that change when the terms of a text may change.

        Synonyms and homophones are left out: they widen a query and change no index.
        """
        content = [SCHEME, sorted(self.words.items()), sorted(self.stop_words)]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


@cache
def _shipped() -> Lexicon:
    return Lexicon({}, frozenset(), ())._with(resource("lexicon"))


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
