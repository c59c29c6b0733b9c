"""What has to be known of a part of a file before it is written?

Understanding and cutting cost more than writing, and need nothing of the collection: they can be
done in other processes, ``workers``. Terms are numbered by whoever prepares; the writer renumbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from retrieval.corpus.draft import Draft
from retrieval.corpus.ingest.term_numbers import Vocabulary
from retrieval.corpus.ingest.tokenisation import Cutter, Tokenised
from retrieval.corpus.metadata.jurisdiction import NOWHERE
from retrieval.reasons import Reason, because
from retrieval.text.fold import fold_question
from retrieval.text.tokens import Tokenizer

Understood = list[tuple[Draft, Tokenised]] | Reason


class Understandable(Protocol):
    """What may hold articles: a part of a file, or what another collection kept."""

    def drafts(self) -> list[Draft] | Reason:
        """What was understood."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What became of each part, and the terms that were met for the first time."""

    parts: list[Understood]
    fresh: list[str]
    """The term with the first id that was free, then the next, and so on."""


class Preparer:
    """Understands and cuts; its term ids are its own."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.vocabulary = Vocabulary()
        self.cutter = Cutter(tokenizer, self.vocabulary)
        self._divisions = tokenizer.lexicon.divisions

    def prepare(self, parts: Sequence[Understandable]) -> Prepared:
        done = [self._understood(part) for part in parts]
        return Prepared(done, self.vocabulary.take_fresh())

    def _understood(self, part: Understandable) -> Understood:
        drafts = part.drafts()
        if isinstance(drafts, Reason):
            return drafts
        return [(self._checked(draft), self.cutter.cut(draft)) for draft in drafts]

    def _checked(self, draft: Draft) -> Draft:
        """The draft, with a warning where the place that it states is none."""
        stated = draft.meta.get("place", NOWHERE)
        if stated == NOWHERE or self._divisions.named(fold_question(stated)):
            return draft
        return draft.warned(because("place_unknown", written=stated[:40]))
