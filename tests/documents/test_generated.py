"""The documents that are made from the code are as it is now."""

from __future__ import annotations

import pytest

from tests.documents.generated import DOCUMENTS, PACKAGES, first_line
from tests.paths import ROOT


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_made_from_the_code_is_up_to_date(name: str) -> None:
    written = (ROOT / name).read_text(encoding="utf-8")
    assert written == DOCUMENTS[name](), (
        f"{name} is older than the code: run `make docs` (python -m tests.documents) and commit it"
    )


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_says_in_one_line_what_it_is(package: str) -> None:
    lines = {path: first_line(path) for path in (ROOT / package).rglob("*.py")}
    assert {path: line for path, line in lines.items() if not line.endswith((".", "?", "…"))} == {}
