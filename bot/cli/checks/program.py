"""What does the program run with?"""

from __future__ import annotations

import sys
from importlib.util import find_spec

from bot.cli.checks.finding import Finding, Place, note, ok


def cutting(place: Place) -> Finding:
    """By what are words cut?"""
    if find_spec("rjieba") is None:
        return note("words_slow", "words_slow_fix")
    return ok("words_fine")


def searching(place: Place) -> Finding:
    """Which loop searches? The figures are those of ``docs/speed.md``."""
    if find_spec("numba") is None:
        return note("search_slow", "search_slow_fix")
    return ok("search_fine")


def libreoffice(place: Place) -> Finding:
    """Is the program there that reads the older files of Office?"""
    from retrieval.corpus.readers.office.conversion import office_program

    program = office_program()
    if program is None:
        return note("libreoffice_none", "libreoffice_none_fix")
    return ok("libreoffice_fine", path=program)


def recognition(place: Place) -> Finding:
    """Is there what reads scans and pictures?"""
    from retrieval.corpus.readers.paged.recognition import is_available

    return ok("recognition_fine") if is_available() else note("recognition_none", "recognition_fix")


def terminal(place: Place) -> Finding:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if encoding in {"utf8", "gb18030", "gbk", "big5", "big5hkscs"}:
        return ok("terminal_fine", encoding=sys.stdout.encoding)
    return note("terminal_poor", "terminal_poor_fix", encoding=sys.stdout.encoding)
