"""How well are scans read? Thirty pages are printed, scanned and read back.

    python -m benchmarks.scans --pages 30

Each page is of a sample article at 150 to 300 dots an inch, turned by up to 2°, with noise, every
other one with a red seal, every fifth in two columns. Marks of full and half width count as the
same. Told are the share of characters that are right, how many of the wrong ones stand in stretches
that are flagged as doubtful, the share of the text that is flagged, and seconds and memory.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from dataclasses import dataclass
from difflib import SequenceMatcher
from unicodedata import normalize

from retrieval.corpus.readers import read
from retrieval.corpus.readers.paged import recognition
from retrieval.resources import resource as place
from tests.corpus.readers.scanned import at_random, fitting, scanned
from tests.fonts import REASON, chinese_font


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a page."""

    characters: int
    right: int
    wrong: int
    flagged_wrong: int
    flagged: int
    seconds: float
    cpu: float


def texts_of(seed: int) -> list[str]:
    """The sentences of sample articles from one of them on, with a title of their own."""
    samples = sorted(place("articles").iterdir())
    start = seed % len(samples)
    found = [f"示例第{seed}号文件的通知"]
    for path in [*samples[start:], *samples[:start]]:
        body = path.read_text(encoding="utf-8").split("---")[-1]
        rows = ("".join(row.split()) for row in body.split("\n"))
        found += [row for row in rows if row.endswith("。") and row[0] not in "#|*-"]
    return found


def page(seed: int) -> Reading:
    """Print, scan and read one page."""
    how = at_random(seed)
    texts = texts_of(seed)
    wanted, data = normalize("NFKC", fitting(texts, how)), scanned(texts, how)
    began, cpu = time.perf_counter(), time.process_time()
    (draft,) = read("a.png", data)
    seconds, spent = time.perf_counter() - began, time.process_time() - cpu
    flags = [False] * len(draft.text)
    for start, end in draft.doubtful:
        flags[start:end] = [True] * (end - start)
    shown = [(c, f) for c, f in zip(draft.text, flags, strict=True) if not c.isspace()]
    head = [(c, False) for c in "".join(f"{draft.kicker or ''}{draft.title or ''}".split())]
    shown = head + shown
    shown = [(each, flag) for c, flag in shown for each in normalize("NFKC", c)]
    got = "".join(character for character, _ in shown)
    right = wrong = flagged_wrong = 0
    for kind, a, b, c, d in SequenceMatcher(None, wanted, got, autojunk=False).get_opcodes():
        if kind == "equal":
            right += b - a
        else:
            wrong += max(b - a, d - c)
            near = shown[max(c - 1, 0) : d + 1] if kind == "delete" else shown[c:d]
            flagged = sum(flag for _, flag in near)
            flagged_wrong += max(b - a, d - c) if kind == "delete" and flagged else flagged
    return Reading(
        len(wanted), right, wrong, flagged_wrong, sum(f for _, f in shown), seconds, spent
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=30)
    pages = parser.parse_args().pages
    if not recognition.is_available() or chinese_font() is None:
        print(f"skipped: the extra ocr is not installed, or {REASON}", file=sys.stderr)
        return
    found = []
    for seed in range(pages):
        reading = page(seed)
        found.append(reading)
        print(f"{seed:3} {at_random(seed)} {reading.right / reading.characters:.4f}", flush=True)
    total = sum(reading.characters for reading in found)
    wrong = sum(reading.wrong for reading in found)
    print(f"characters right  {sum(r.right for r in found) / total:.4f}")
    print(f"wrong and flagged {sum(r.flagged_wrong for r in found)} of {wrong}")
    print(f"flagged           {sum(r.flagged for r in found) / total:.4f}")
    print(f"seconds a page    {sum(r.seconds for r in found[1:]) / max(len(found) - 1, 1):.2f}")
    print(f"CPU a page        {sum(r.cpu for r in found[1:]) / max(len(found) - 1, 1):.2f}")
    print(f"memory            {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB")


if __name__ == "__main__":
    main()
