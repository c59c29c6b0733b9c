"""Material that lies beside the checkout: real articles, questions, text for load.

The one place that names it; ``WENCE_SHARED`` points elsewhere. Tests that need it skip without it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("WENCE_SHARED") or Path(__file__).resolve().parents[2] / "shared")

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"{SHARED} is absent (WENCE_SHARED points elsewhere)"
)

CORPUS = SHARED / "corpus"
EVAL = SHARED / "eval"
LOAD = SHARED / "load"
