"""Can everybody use the page? By axe-core, in both colour schemes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.accessibility import barriers
from tests.browser.sandbox.client import GROUP, LI, Client

if TYPE_CHECKING:
    from tests.browser.sandbox.process import Served
    from tests.browser.windows import Windows


@pytest.mark.parametrize(
    ("scheme", "room", "text"),
    [
        ("light", LI, "异地就医怎么备案？"),
        ("dark", GROUP, "/ask@wence_sandbox_bot 公积金怎么提取？"),
    ],
)
def test_axe_finds_nothing(
    windows: Windows, sandbox: Served, scheme: str, room: str, text: str
) -> None:
    client = Client(windows.open(sandbox.url, color_scheme=scheme, bypass_csp=True))
    client.opens(room)
    client.asks(text)
    client.page.get_by_label("更新和请求").click()
    assert "\n".join(barriers(client.page)) == ""
