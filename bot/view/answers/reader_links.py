"""Addresses of quotes in the reader: each in its article, in the version that it was given from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from retrieval.answer.answer import Result


@dataclass(frozen=True, slots=True)
class ReaderLinks:
    """How this bot's reader is reached."""

    base: str
    """Its public address, without a slash at the end."""
    signed: Callable[[str], str] | None = None
    """The signature of an article's id, where only some may read."""

    def to(self, result: Result) -> str:
        """The page of the result's article with the quote marked."""
        article = result.article
        signature = f"&s={self.signed(article.id)}" if self.signed else ""
        quote = f"q{result.start}-{result.end}"
        return f"{self.base}/a/{article.key}/{quote}?v={article.version}{signature}#q"

    @property
    def open_in_telegram(self) -> bool:
        """Whether Telegram opens them as a Mini App: it takes nothing but https."""
        return self.base.startswith("https://")
