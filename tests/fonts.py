"""A font with Chinese characters, for pages that are printed here."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

PLACES = ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts")
NAMES = ("*CJK*Regular*", "*SourceHan*Regular*", "wqy-*.tt*", "DroidSansFallback*", "PingFang.ttc")
PACKAGE = "cvttf_NotoSansCJK_Regular"

REASON = "no Chinese font: apt-get install fonts-noto-cjk, or let CHINESE_FONT name a file"


def chinese_font() -> Path | None:
    """The font that ``CHINESE_FONT`` names, that of the package, or one of the system."""
    if named := os.environ.get("CHINESE_FONT"):
        return Path(named)
    spec = importlib.util.find_spec(PACKAGE)
    inside = [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []
    places = [*inside, *map(Path, PLACES)]
    found = (path for place in places for name in NAMES for path in place.rglob(name))
    return next((path for path in found if path.suffix.lower() in {".ttf", ".otf", ".ttc"}), None)


needs_font = pytest.mark.skipif(chinese_font() is None, reason=REASON)
