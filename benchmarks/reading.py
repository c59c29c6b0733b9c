"""How long does a file of each type take to be read, and how much memory, beside other libraries?

    python -m benchmarks.reading            a table of types and readers
    python -m benchmarks.reading --extras   what each extra adds to an installation

The sample articles are written as one document a type; types that only other programs write are
taken from the files that the tests read. Each reader runs in a process of its own: told are the
processor time of the first file, modules included, the median of the next ones, and the peak of
memory above that of a process that reads nothing. Libraries that are not installed are passed over.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import io
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from retrieval.resources import resource as place

if TYPE_CHECKING:
    from benchmarks.formats import Document

AGAIN = 5
"""So many times a file is read after the first."""
ROOT = Path(__file__).parent.parent
PROJECT = ROOT / "pyproject.toml"
MADE = ROOT / "tests" / "corpus" / "readers" / "made"
OURS = "wence"

Reader = Callable[[Path], int]
"""Reads a file: how many characters."""


def ours(path: Path) -> int:
    from retrieval.corpus.readers import DOCUMENTS, read, read_lines

    if path.suffix in DOCUMENTS:
        return sum(len(draft.text) for draft in read(path.name, path.read_bytes()))
    with path.open("rb") as stream:
        lines = read_lines(path.suffix, stream, limit=1 << 30)
        return sum(len(getattr(line.draft, "text", "")) for line in lines)


def nothing(path: Path) -> int:
    return 0


def with_python_docx(path: Path) -> int:
    import docx

    return sum(len(each.text) for each in docx.Document(str(path)).paragraphs)


def with_mammoth(path: Path) -> int:
    import mammoth

    return len(mammoth.extract_raw_text(io.BytesIO(path.read_bytes())).value)


def with_docx2python(path: Path) -> int:
    from docx2python import docx2python

    with docx2python(path) as document:
        return len(document.text)


def with_pypdf(path: Path) -> int:
    import pypdf

    return sum(len(page.extract_text()) for page in pypdf.PdfReader(path).pages)


def with_trafilatura(path: Path) -> int:
    import trafilatura

    return len(trafilatura.extract(path.read_text(encoding="utf-8")) or "")


def with_readability(path: Path) -> int:
    from readability import Document as Page

    return len(Page(path.read_text(encoding="utf-8")).summary())


def with_openpyxl(path: Path) -> int:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rows = (row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    return sum(len(str(cell)) for row in rows for cell in row if cell is not None)


def with_python_pptx(path: Path) -> int:
    import pptx

    slides = pptx.Presentation(str(path)).slides
    shapes = (shape for slide in slides for shape in slide.shapes if shape.has_text_frame)
    return sum(len(shape.text_frame.text) for shape in shapes)


PEERS: dict[str, dict[str, Reader]] = {
    ".docx": {
        "python-docx": with_python_docx,
        "mammoth": with_mammoth,
        "docx2python": with_docx2python,
    },
    ".pdf": {"pypdf": with_pypdf},
    ".html": {"trafilatura": with_trafilatura, "readability": with_readability},
    ".xlsx": {"openpyxl": with_openpyxl},
    ".pptx": {"python-pptx": with_python_pptx},
}


def readers_of(suffix: str) -> dict[str, Reader]:
    return {OURS: ours, **PEERS.get(suffix, {})}


def sample() -> Document:
    """The sample articles, one below the other."""
    from benchmarks.formats import Document

    texts = (path.read_text(encoding="utf-8") for path in sorted(place("articles").iterdir()))
    rows = (row.strip() for text in texts for row in text.split("---")[-1].split("\n"))
    lines = tuple(row for row in rows if row and row[0] not in "#|*-")
    return Document("sample", "示例市关于示例工作的通知", "2024-03-05", lines)


def files(folder: Path) -> Iterator[Path]:
    """A file of each type: the sample, or else the largest of those that the tests read."""
    from benchmarks.formats import WRITERS  # what it needs is no memory of a reader's

    for suffix, write in WRITERS.items():
        path = folder / f"a{suffix}"
        path.write_bytes(write(sample()))
        yield path
    made: dict[str, Path] = {}
    for path in sorted(MADE.iterdir(), key=lambda path: path.stat().st_size):
        made[path.suffix] = path
    yield from (path for suffix, path in made.items() if suffix not in WRITERS)


def one(path: Path, name: str) -> None:
    """Print what a reader takes for a file, as JSON."""
    read = nothing if name == "nothing" else readers_of(path.suffix)[name]
    seconds = []
    for _ in range(1 + AGAIN):
        began = _spent()
        characters = read(path)
        seconds.append(_spent() - began)
    print(json.dumps([characters, seconds[0], median(seconds[1:]), _peak()]))


def _peak() -> float:
    """Megabytes at most; what ``getrusage`` says counts the process that started this one too."""
    status = Path("/proc/self/status")
    if status.exists() and (found := re.search(r"VmHWM:\s*(\d+) kB", status.read_text())):
        return int(found[1]) / 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def _spent() -> float:
    """Seconds of the processor, those of programs that were called and have ended among them."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def measured(path: Path, name: str) -> list[float] | None:
    """Characters, seconds at first and again, megabytes; None where it cannot read the file."""
    command = [sys.executable, "-m", "benchmarks.reading", "--file", str(path), "--reader", name]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return list(json.loads(run.stdout)) if run.returncode == 0 else None


def table() -> None:
    print("| type | kB | reader | characters | first, s | next, ms | MB |")
    print("|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for path in files(Path(folder)):
            empty = measured(path, "nothing") or [0.0] * 4
            for name in readers_of(path.suffix):
                found = measured(path, name)
                if found is None:
                    continue
                characters, first, again, peak = found
                print(
                    f"| `{path.suffix}` | {path.stat().st_size / 1e3:.0f} | {name} "
                    f"| {characters:.0f} | {first:.2f} | {again * 1e3:.0f} "
                    f"| {peak - empty[3]:.0f} |",
                    flush=True,
                )


def needed(wanted: Iterable[str]) -> set[str]:
    """The names of the distributions that these requirements need, and that those need in turn."""
    from packaging.requirements import Requirement

    found: set[str] = set()
    left = [(Requirement(each), "") for each in wanted]
    while left:
        each, extra = left.pop()
        name = each.name.lower().replace("_", "-")
        if name in found or not (each.marker is None or each.marker.evaluate({"extra": extra})):
            continue
        found.add(name)
        try:
            inner = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        left += [(Requirement(one), own) for one in inner for own in (each.extras or {""})]
    return found


def megabytes(names: set[str]) -> float:
    """What these distributions take on the disk, where they are installed."""
    size = 0
    for name in names:
        try:
            held = importlib.metadata.files(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        size += sum(
            path.stat().st_size for each in held if (path := Path(str(each.locate()))).is_file()
        )
    return size / 1e6


def extras() -> None:
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    base = needed(project["dependencies"])
    print(f"| extra | MB |\n|---|---|\n| (none) | {megabytes(base):.0f} |")
    for name, wanted in project["optional-dependencies"].items():
        size = megabytes(needed(wanted) - base)
        print(f"| `{name}` | {size:.0f} |" if size else f"| `{name}` | not installed |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--extras", action="store_true")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--reader", default=OURS)
    options = parser.parse_args()
    if options.file:
        one(options.file, options.reader)
    elif options.extras:
        extras()
    else:
        table()


if __name__ == "__main__":
    main()
