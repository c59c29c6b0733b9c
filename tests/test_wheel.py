"""The wheel, installed into an environment of its own and run from an empty directory.

The environment borrows the wheel's own dependencies, and nothing else, from the one that runs the
tests, so nothing is downloaded: they are linked.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.paths import ROOT

pytestmark = pytest.mark.long

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
    (own,) = distributions(path=[str(packages)])
    for name in needed(own):
        link(distribution(name), packages)
    return place


def needed(own: Distribution) -> set[str]:
    """The distributions that pip installs with one."""
    found: set[str] = set()
    todo = list(required(own, set()))
    while todo:
        requirement = todo.pop()
        if requirement.name not in found or requirement.extras:
            found.add(requirement.name)
            todo += required(distribution(requirement.name), requirement.extras)
    return found


def required(by: Distribution, extras: set[str]) -> Iterator[Requirement]:
    """What a distribution requires.

    The pip of Python 3.11 knows an extra only where it is spelled as its distribution does.
    """
    known = extras & set(by.metadata.get_all("Provides-Extra") or ())
    for requirement in map(Requirement, by.requires or ()):
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in known | {""}):
            yield requirement


def link(borrowed: Distribution, packages: Path) -> None:
    for name in {file.parts[0] for file in borrowed.files or ()} - {"..", "__pycache__"}:
        target = packages / name
        if not target.is_symlink():
            target.symlink_to(Path(str(borrowed.locate_file(name))))


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    directory = tmp_path / "empty"
    directory.mkdir()
    return directory


def run(installed: Path, empty: Path, program: str, *arguments: str) -> str:
    """Standard output of a program of that environment, run in the empty directory."""
    ours = ("WENCE_", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
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
        "divisions.tsv",
        "03-medical-care-elsewhere.md",
    } <= found


def test_wence_says_its_version_and_its_commands(installed: Path, empty: Path) -> None:
    assert "wence" in run(installed, empty, "wence", "--version")


def test_the_demonstration_answers_from_the_sample_articles(installed: Path, empty: Path) -> None:
    said = run(installed, empty, "python", "-m", "bot.cli.demonstration")
    assert "示例省异地就医直接结算办法问答" in said
    assert (empty / "user" / "wence-demo" / "articles.db").is_file()
    assert not (empty / "user" / "wence").exists()


def test_a_page_is_read_with_the_own_dependencies_alone(installed: Path, empty: Path) -> None:
    notice = "<p>示例市图书馆每周一闭馆，其余时间九点开放，节假日照常，读者凭证入馆。</p>" * 3
    page = f"<html><head><title>开放时间</title></head><body>{notice}</body></html>"
    (empty / "notice.html").write_text(page, encoding="utf-8")
    assert "新增 1" in run(installed, empty, "wence", "index", "notice.html")


def test_the_commands_work_without_a_checkout(installed: Path, empty: Path) -> None:
    (empty / "notice.txt").write_text(
        "示例市图书馆每周一闭馆，其余时间九点开放。\n", encoding="utf-8"
    )
    assert "新增 1" in run(installed, empty, "wence", "index", "notice.txt")
    assert "每周一闭馆" in run(installed, empty, "wence", "ask", "图书馆哪天闭馆？")
    assert "完好" in run(installed, empty, "wence", "doctor")
    assert "doctor" in run(installed, empty, "wence", "--help")
