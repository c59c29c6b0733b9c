"""The process: it ends with Ctrl-C, and the page waits for the next one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.sandbox.client import expect
from tests.browser.sandbox.process import started
from tests.paths import ROOT

if TYPE_CHECKING:
    from tests.browser.windows import Windows


def test_ctrl_c_ends_it_and_the_page_says_so(
    indexed: Path, tmp_path: Path, windows: Windows
) -> None:
    home = shutil.copytree(indexed, tmp_path / "home")
    with started(home) as sandbox:
        page = windows.open(sandbox.url)
        page.get_by_role("button", name="开始").wait_for()
        assert sandbox.interrupt() == (0, "")
        expect(page.locator("#lost")).to_be_visible()
    windows.complaints.clear()


def test_a_port_in_use_is_one_sentence(indexed: Path) -> None:
    with started(indexed) as sandbox:
        port = sandbox.url.rpartition(":")[2]
        command = [sys.executable, "-m", "bot", "sandbox", "--home", str(indexed), "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"端口 {port} 已被占用" in done.stderr
