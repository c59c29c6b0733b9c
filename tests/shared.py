"""Material that lies beside the checkout: real articles, questions, text for load.

The one place that names it; ``WENCE_SHARED`` points elsewhere. Tests and benchmarks that need it
skip without it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("WENCE_SHARED") or Path(__file__).resolve().parents[2] / "shared")

REASON = f"{SHARED} is absent (WENCE_SHARED points elsewhere)"

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=REASON)

CORPUS = SHARED / "corpus"
EVAL = SHARED / "eval"
LOAD = SHARED / "load"
INTAKE = SHARED / "cases" / "intake"


def skip_without_shared() -> None:
    """End a benchmark that needs the material, with the reason and no error, where it is absent."""
    if not SHARED.is_dir():
        print(f"skipped: {REASON}", file=sys.stderr)
        sys.exit(0)
