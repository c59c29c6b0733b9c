"""What do the lines of a lexicon's file say?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import WenceError
from retrieval.text.fold import fold_question


@dataclass(frozen=True, slots=True)
class Line:
    """A line that says something, and where it stands."""

    path: str
    number: int
    written: str
    folded: str


def read_lines(path: Path) -> Iterator[Line]:
    """The lines of a file that say something. The file is folded as a whole, which is quick."""
    if not path.exists():
        return
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise WenceError("lexicon_not_read", path=str(path)) from error
    folded = fold_question("\n".join(lines)).split("\n") if lines else []
    for number, (line, same) in enumerate(zip(lines, folded, strict=True), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield Line(str(path), number, line.strip(), same.strip())
