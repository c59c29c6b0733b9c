"""Which cells of an RTF table are merged with those above them?

``\\clvmgf`` opens a cell that goes on in the rows below, ``\\clvmrg`` goes on with it; ``\\cellx``
gives the right edge of the cell that was described, by which the rows are compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from retrieval.corpus.metadata.lines import CELLS
from retrieval.corpus.readers.office.word_text import REPEATED


@dataclass(slots=True)
class Rows:
    """The rows of a table, while they are read."""

    _described: list[tuple[int, str]] = field(default_factory=list)
    """Of each cell of the row its right edge and the word that merges it."""
    _merging: str = ""
    _above: dict[int, str] = field(default_factory=dict)

    def heed(self, word: str, number: int | None) -> bool:
        """Note what a word says of the cells of a row; False if it says nothing of them."""
        match word:
            case "trowd":
                self._described = []
            case "clvmgf" | "clvmrg":
                self._merging = word
            case "cellx":
                self._described.append((number or 0, self._merging))
                self._merging = ""
            case _:
                return False
        return True

    def row(self, cells: list[str]) -> str:
        """The cells side by side; one that is merged with that above repeats it, if it is short."""
        texts = [" ".join(cell.split()) for cell in cells]
        for column, (edge, merging) in enumerate(self._described[: len(texts)]):
            if merging == "clvmgf":
                self._above[edge] = texts[column] if len(texts[column]) <= REPEATED else ""
            elif merging:
                texts[column] = texts[column] or self._above.get(edge, "")
        while texts and not texts[-1]:
            texts.pop()
        return CELLS.join(texts)
