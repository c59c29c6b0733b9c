"""What has to be known of a part of a file before it is written?

Understanding and cutting cost more than writing, and need nothing of the collection: they can be
done in other processes, ``workers``. Terms are numbered by whoever prepares; the ledger renumbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.corpus.draft import Draft
from retrieval.corpus.parts import Part
from retrieval.corpus.tokenised import Tokenised, Vocabulary, headline, tokenise
from retrieval.errors import Unreadable
from retrieval.text.tokens import Tokenizer

Understood = list[tuple[Draft, Tokenised]] | Unreadable


@dataclass(frozen=True, slots=True)
class Prepared:
    """What became of each part, and the terms that were met for the first time."""

    parts: list[Understood]
    fresh: list[str]
    """The term with the first id that was free, then the next, and so on."""


class Preparer:
    """Understands and cuts; its term ids are its own."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self.vocabulary = Vocabulary()

    def prepare(self, parts: Sequence[Part]) -> Prepared:
        drafts = [part.drafts() for part in parts]
        texts = [
            (headline(draft.kicker, draft.title, draft.subtitle), draft.text)
            for found in drafts
            if isinstance(found, list)
            for draft in found
        ]
        tokens = tokenise(texts, self.tokenizer, self.vocabulary)
        done: list[Understood] = [
            [(draft, next(tokens)) for draft in found] if isinstance(found, list) else found
            for found in drafts
        ]
        fresh, self.vocabulary.fresh = self.vocabulary.fresh, []
        return Prepared(done, fresh)
