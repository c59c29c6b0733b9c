"""The wheel as people install it: by an old pip, from the package index, with nothing else there.

Run by ``make test-wheel``; where no package index can be reached it is skipped.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.corpus.readers.papers import page, pdf, word
from tests.paths import ROOT

pytestmark = pytest.mark.long

OLD_PIP = "pip==23.2"
"""That of Python 3.11.5, which reads the extras of dependencies more strictly than newer ones."""
TEXT = "示例市图书馆每周一闭馆，其余时间九点开放，节假日照常，读者凭证入馆。"


def run(*command: str | Path, directory: Path) -> subprocess.CompletedProcess[str]:
    """A command in a directory that holds nothing of this checkout."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WENCE_")}
    environment = {**kept, "PYTHONPATH": "", "XDG_DATA_HOME": str(directory / "user")}
    return subprocess.run(
        [*map(str, command)],
        cwd=directory,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment into which pip 23.2 has put the wheel."""
    place = tmp_path_factory.mktemp("installed")
    build = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place / "dist")
    assert run(*build, directory=ROOT).returncode == 0
    venv.create(place / "env", with_pip=False, symlinks=True)
    programs = place / "env" / "bin"
    pip = (sys.executable, "-m", "pip", "--python", programs / "python", "install", OLD_PIP)
    if (got := run(*pip, directory=place)).returncode:
        pytest.skip(f"no package index gives {OLD_PIP}: {got.stderr.splitlines()[-1]}")
    (wheel,) = (place / "dist").glob("*.whl")
    got = run(programs / "python", "-m", "pip", "install", wheel, directory=place)
    assert got.returncode == 0, got.stderr
    return programs


def test_the_pip_is_an_old_one(installed: Path, tmp_path: Path) -> None:
    said = run(installed / "python", "-m", "pip", "--version", directory=tmp_path).stdout
    assert said.startswith("pip 23.2 ")


@pytest.mark.parametrize("suffix", ["html", "md", "docx", "pdf"])
def test_a_file_of_each_library_is_read_and_answers(
    installed: Path, tmp_path: Path, suffix: str
) -> None:
    (tmp_path / f"notice.{suffix}").write_bytes(content(suffix))
    given = run(installed / "wence", "index", f"notice.{suffix}", directory=tmp_path)
    assert given.returncode == 0, given.stdout + given.stderr
    asked = run(installed / "wence", "ask", "图书馆哪天闭馆", directory=tmp_path)
    assert "每周一闭馆" in asked.stdout.replace("\n   │ ", "")


def content(suffix: str) -> bytes:
    """A document of that type."""
    match suffix:
        case "html":
            return page(f"<p>{TEXT}</p>" * 3, "<title>开放时间</title>")
        case "docx":
            return word([TEXT])
        case "pdf":
            return pdf([[TEXT]])
    return TEXT.encode()


def test_the_demonstration_and_the_doctor_work(installed: Path, tmp_path: Path) -> None:
    shown = run(installed / "python", "-m", "bot.cli.demonstration", directory=tmp_path)
    assert "示例省异地就医直接结算办法问答" in shown.stdout
    assert run(installed / "wence", "doctor", directory=tmp_path).returncode == 0
