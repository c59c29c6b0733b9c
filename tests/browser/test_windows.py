"""Is it noticed what must not happen in a page?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.windows import Windows

POLICY = "<meta http-equiv=Content-Security-Policy content=\"script-src 'none'\">"


def test_a_window_has_the_size_of_a_phone(windows: Windows) -> None:
    page = windows.open(
        "data:text/html,<meta name=viewport content=width=device-width>", size=(390, 844)
    )
    assert page.evaluate("[innerWidth, innerHeight]") == [390, 844]


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("<script>nothing()</script>", "nothing is not defined"),
        ("<img src=http://elsewhere.invalid/>", "http://elsewhere.invalid/"),
        (f"{POLICY}<script>1</script>", "Content Security Policy"),
    ],
)
def test_what_goes_wrong_in_a_page_is_noticed(windows: Windows, body: str, complaint: str) -> None:
    windows.open(f"data:text/html,{body}")
    assert complaint in " ".join(windows.complaints)
    windows.complaints.clear()
