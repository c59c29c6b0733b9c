"""What are the words of a text, and which of them are terms?

jieba 0.42 without its HMM defines the tokens. rjieba, where it is installed, gives the same ones
about ten times as fast; a test holds the two together.
"""

from __future__ import annotations

import marshal
import os
import re
import tempfile
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.text.lexicon import Lexicon

Cut = Callable[[str], list[str]]
Ids = NDArray[np.int32]

_NUMBERED = re.compile(r"[〔\[(【]\s?((?:19|20)\d\d)\s?[〕\])】]\s?(?:第\s?)?(\d{1,5})\s?号")
"""The year and the number of an official document, in folded text: 国发〔2014〕8号."""


class Token(NamedTuple):
    """A stretch of the folded text: ``folded[start:end] == text``."""

    text: str
    start: int
    end: int


class Tokenizer:
    """Cuts folded text. Safe to use from several threads."""

    def __init__(
        self, lexicon: Lexicon, cache_dir: Path | None = None, *, accelerated: bool | None = None
    ) -> None:
        """``cache_dir`` keeps jieba's dictionary between runs, ``accelerated`` asks for rjieba.

        None takes rjieba if it is installed. Dictionaries are read when they are first needed.
        """
        self.lexicon = lexicon
        self._cache_dir = cache_dir
        self._accelerated = accelerated
        self._loading = threading.Lock()
        self._is_term = _IsTerm(lexicon.stop_words)

    def __reduce__(self) -> tuple[type[Tokenizer], tuple[Lexicon, Path | None]]:
        """To another process go the lexicon and the cache; it reads the dictionary by itself."""
        return type(self), (self.lexicon, self._cache_dir)

    def tokens(self, folded: str) -> list[Token]:
        """All tokens, spaces and marks too: together they are the text."""
        cut = self._cut(folded)
        ends = [0]
        for text in cut:
            ends.append(ends[-1] + len(text))
        return [Token(text, *ends_) for text, ends_ in zip(cut, pairwise(ends), strict=True)]

    def terms(self, folded: str) -> list[str]:
        """The tokens that are indexed: no stop words, no marks; then the documents' numbers.

        A number of an official document is one term more (``〔2014〕8号``), however it is written.
        """
        is_term = self._is_term
        terms = [token for token in self._cut(folded) if is_term[token]]
        if "号" in folded:
            terms += document_numbers(folded)
        return terms

    def term_ids(self, texts: Sequence[str], ids: TermIds) -> tuple[Ids, Ids]:
        """``terms`` of one or more texts at once, as numbers.

        Returns:
            (n,) int32: the ids of all terms, text by text; (len(texts),) int32: where those of
            each text end.
        """
        tokens = self._cut(SEPARATOR.join(text.replace(SEPARATOR, " ") for text in texts))
        found = np.fromiter(map(ids.__getitem__, tokens), np.int32, len(tokens))
        are_terms = found >= 0
        terms = found[are_terms]
        ends = np.empty(len(texts), np.int32)
        ends[:-1] = np.cumsum(are_terms)[found == BETWEEN]
        ends[-1] = len(terms)
        return _with_numbers(texts, terms, ends, ids)

    def is_term(self, token: str) -> bool:
        """Is that token one that is indexed?"""
        return self._is_term[token]

    @cached_property
    def _cut(self) -> Cut:
        with self._loading:
            if self._accelerated is not False:
                try:
                    return _rjieba(self.lexicon)
                except ImportError:
                    if self._accelerated:
                        raise
            return _jieba(self.lexicon, self._cache_dir)


class _IsTerm(dict[str, bool]):
    """Remembers for each token whether it is a term: it holds a letter or a digit, and means
    something."""

    LIMIT = 1_000_000

    def __init__(self, stop_words: frozenset[str]) -> None:
        super().__init__()
        self._stop_words = stop_words

    def __missing__(self, token: str) -> bool:
        found = any(map(str.isalnum, token)) and token not in self._stop_words
        if len(self) < self.LIMIT:
            self[token] = found
        return found


SEPARATOR = "\0"
"""Stands between texts that are cut together: jieba leaves it alone, and cleaned texts lack it."""
NO_TERM, BETWEEN = -1, -2
"""What tokens that are no terms have in place of an id."""


class TermIds(dict[str, int]):
    """The id of each token that is a term, below 0 for others; remembered for the next time."""

    LIMIT = 1_000_000

    def __init__(self, is_term: Callable[[str], bool], id_of: Callable[[str], int]) -> None:
        """``id_of`` gives the id of a term."""
        super().__init__({SEPARATOR: BETWEEN})
        self._is_term = is_term
        self._id_of = id_of

    def __missing__(self, token: str) -> int:
        id = self._id_of(token) if self._is_term(token) else NO_TERM
        if len(self) < self.LIMIT:
            self[token] = id
        return id


def _with_numbers(texts: Sequence[str], found: Ids, ends: Ids, ids: TermIds) -> tuple[Ids, Ids]:
    """The ids with those of official documents' numbers behind each text's own."""
    numbers = [
        (place, ids[number])
        for place, text in enumerate(texts)
        if "号" in text
        for number in document_numbers(text)
    ]
    if not numbers:
        return found, ends
    places, more = np.array(numbers, dtype=np.int32).T
    found = np.insert(found, ends[places], more)
    return found, ends + np.cumsum(np.bincount(places, minlength=len(texts))).astype(np.int32)


def document_numbers(folded: str) -> list[str]:
    """The numbers of official documents in a folded text, each written 〔2014〕8号."""
    return [f"〔{year}〕{int(number)}号" for year, number in _NUMBERED.findall(folded)]


_claimed: list[str] = []
"""The fingerprint of the lexicon that has rjieba's own instance, which importing it makes."""


_claiming = threading.Lock()


def _rjieba(lexicon: Lexicon) -> Cut:
    import rjieba

    own: Any = rjieba
    with _claiming:
        if _claimed and _claimed[0] != lexicon.fingerprint:
            own = rjieba.Jieba()  # takes a tenth of a second, but words cannot be taken out again
        if own is not rjieba or not _claimed:
            for word, frequency in lexicon.words.items():
                own.add_word(word, frequency, None)
        if not _claimed:
            _claimed.append(lexicon.fingerprint)
    cutter = own.cut

    def cut(text: str) -> list[str]:
        found: list[str] = cutter(text, False)
        return found

    return cut


def _jieba(lexicon: Lexicon, cache_dir: Path | None) -> Cut:
    import jieba

    cutter = jieba.Tokenizer()
    cutter.FREQ, cutter.total = _dictionary(lexicon, cache_dir)
    cutter.initialized = True

    def cut(text: str) -> list[str]:
        return list(cutter.cut(text, HMM=False))

    return cut


def _dictionary(lexicon: Lexicon, cache_dir: Path | None) -> tuple[dict[str, int], int]:
    """jieba's prefix dictionary with the lexicon's words.

    The cache lies in a directory of our own: marshal trusts what it reads, and jieba's own place
    for it, the temporary directory, is open to others.
    """
    kept = cache_dir / f"jieba-{lexicon.fingerprint}.cache" if cache_dir else None
    if kept and kept.exists():
        try:
            frequencies, total = marshal.loads(kept.read_bytes())
        except (OSError, ValueError, EOFError, TypeError):
            kept.unlink(missing_ok=True)
        else:
            return frequencies, total
    frequencies, total = _read_dictionary(lexicon)
    if kept:
        _keep(kept, marshal.dumps((frequencies, total)))
    return frequencies, total


def _read_dictionary(lexicon: Lexicon) -> tuple[dict[str, int], int]:
    import jieba

    cutter: Any = jieba.Tokenizer()
    frequencies, total = cutter.gen_pfdict(cutter.get_dict_file())
    for word, frequency in lexicon.words.items():
        total += frequency - frequencies.get(word, 0)
        frequencies[word] = frequency
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
    return frequencies, total


def _keep(path: Path, data: bytes) -> None:
    """Write the cache and drop those of other lexicons; a cache that cannot be written is none."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
        for other in path.parent.glob("jieba-*.cache"):
            if other != path:
                other.unlink(missing_ok=True)
    except OSError:
        return
