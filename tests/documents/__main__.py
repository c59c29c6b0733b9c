"""``make docs``: write the documents that are made from the code."""

from __future__ import annotations

from tests.documents.generated import DOCUMENTS
from tests.paths import ROOT

for name, made in DOCUMENTS.items():
    (ROOT / name).write_text(made(), encoding="utf-8")
    print(name)
