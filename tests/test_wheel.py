"""The wheel, installed into an environment of its own and run from an empty directory.

The environment borrows its dependencies from the one that runs the tests, so nothing is
downloaded: a ``.pth`` file names their directory, and Python reads no ``.pth`` files in there, so
that the checkout, installed as editable, stays out of sight.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.paths import ROOT

OWN = "import retrieval, bot; print(retrieval.__file__, bot.__file__, sep='\\n')"
RESOURCES = """
from retrieval.resources import resource
for name in ("lexicon", "articles"):
    print(*sorted(path.name for path in resource(name).iterdir()), sep="\\n")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(made)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (found,) = made.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of an environment that holds the wheel and nothing else of this project."""
    place = tmp_path_factory.mktemp("installed") / "env"
    venv.create(place, with_pip=False, symlinks=True)
    python = place / "bin" / "python"
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    command += ["--no-deps", "--no-index", "--disable-pip-version-check", str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    (packages,) = place.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return place


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    directory = tmp_path / "empty"
    directory.mkdir()
    return directory


def run(installed: Path, empty: Path, program: str, *arguments: str) -> str:
    """Standard output of a program of that environment, run in the empty directory."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WENCE_")}
    done = subprocess.run(
        [installed / "bin" / program, *arguments],
        cwd=empty,
        env={**kept, "HOME": str(empty / "user"), "XDG_DATA_HOME": str(empty / "user")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_the_wheel_runs_its_own_code(installed: Path, empty: Path) -> None:
    for file in run(installed, empty, "python", "-c", OWN).splitlines():
        assert Path(file).is_relative_to(installed)


def test_lexicon_and_sample_articles_are_found(installed: Path, empty: Path) -> None:
    found = set(run(installed, empty, "python", "-c", RESOURCES).splitlines())
    assert {
        "words.txt",
        "stop_words.txt",
        "equivalents.txt",
        "everyday_words.txt",
        "homophones.txt",
        "03-medical-care-elsewhere.md",
    } <= found


def test_wence_says_its_version_and_its_commands(installed: Path, empty: Path) -> None:
    assert "wence" in run(installed, empty, "wence", "--version")


def test_the_demonstration_answers_from_the_sample_articles(installed: Path, empty: Path) -> None:
    said = run(installed, empty, "python", "-m", "bot.cli.demonstration")
    assert "示例省异地就医直接结算办法问答" in said
    assert (empty / "user" / "wence-demo" / "articles.db").is_file()
    assert not (empty / "user" / "wence").exists()


def test_the_commands_work_without_a_checkout(installed: Path, empty: Path) -> None:
    (empty / "notice.txt").write_text(
        "示例市图书馆每周一闭馆，其余时间九点开放。\n", encoding="utf-8"
    )
    assert "new 1" in run(installed, empty, "wence", "index", "notice.txt")
    assert "每周一闭馆" in run(installed, empty, "wence", "ask", "图书馆哪天闭馆？")
    assert "sound" in run(installed, empty, "wence", "doctor")
    assert "doctor" in run(installed, empty, "wence", "--help")
