"""Which words does the tokenizer know, which count for nothing, and which mean the same?

A lexicon is a directory of four text files, each of which may be missing:

    words.txt        word frequency [tag]    as jieba reads it
    stop_words.txt   one word a line
    equivalents.txt  one group a line, its words separated by blanks
    homophones.txt   one group a line, characters that sound alike, without blanks

Blank lines and lines that open with ``#`` are skipped. All words are folded.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from retrieval.errors import WenceError
from retrieval.resources import resource
from retrieval.text.fold import fold_question

SCHEME = "1"
"""Goes into the fingerprint: to be raised when the same lexicon gives other terms than before."""


@dataclass(frozen=True)
class Lexicon:
    """Words with their frequencies, stop words, and groups: what means the same, sounds alike."""

    words: dict[str, int]
    stop_words: frozenset[str]
    groups: tuple[tuple[str, ...], ...]
    alike: tuple[str, ...] = ()

    @classmethod
    def load(cls, directory: Path | None = None) -> Lexicon:
        """The lexicon that comes with Wence; an operator's directory adds to it and overrides.

        Raises:
            WenceError: a file cannot be read, or a line of it cannot be understood.
        """
        directories = [resource("lexicon"), *([directory] if directory else [])]
        words: dict[str, int] = {}
        stop_words: set[str] = set()
        groups: list[tuple[str, ...]] = []
        alike: list[str] = []
        for place in directories:
            words |= dict(_word(line) for line in _lines(place / "words.txt"))
            stop_words |= {line.folded for line in _lines(place / "stop_words.txt")}
            groups += [_group(line) for line in _lines(place / "equivalents.txt")]
            alike += [line.folded for line in _lines(place / "homophones.txt")]
        return cls(words, frozenset(stop_words), tuple(groups), tuple(alike))

    @cached_property
    def equivalents(self) -> dict[str, tuple[str, ...]]:
        """The other words of the groups that a word is in, in the order of the files."""
        others: dict[str, dict[str, None]] = {}
        for group in self.groups:
            for word in group:
                found = others.setdefault(word, {})
                found.update({other: None for other in group if other != word})
        return {word: tuple(found) for word, found in others.items()}

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

        Equivalents and homophones are left out: they widen a query and change no index.
        """
        content = [SCHEME, sorted(self.words.items()), sorted(self.stop_words)]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that says something, and where it stands."""

    where: str
    written: str
    folded: str


def _lines(path: Path) -> Iterator[_Line]:
    """The lines of a file that say something. The file is folded as a whole, which is quick."""
    if not path.exists():
        return
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise WenceError(f"The lexicon file {path} cannot be read: save it as UTF-8.") from error
    folded = fold_question("\n".join(lines)).split("\n")
    for number, (line, same) in enumerate(zip(lines, folded, strict=True), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield _Line(f"{path}, line {number}", line.strip(), same.strip())


def _word(line: _Line) -> tuple[str, int]:
    fields = line.folded.split()
    if 2 <= len(fields) <= 3 and fields[1].isdecimal() and int(fields[1]) > 0:
        return fields[0], int(fields[1])
    raise WenceError(
        f"{line.where}: write “word frequency [tag]” with a frequency above 0, "
        f"not “{line.written}”."
    )


def _group(line: _Line) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(line.folded.split()))
    if len(words) < 2:
        raise WenceError(
            f"{line.where}: write at least two words, separated by blanks, not “{line.written}”."
        )
    return words
