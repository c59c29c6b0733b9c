"""The lists of pinned packages: each step of the set-up has one, and together they are all."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
STEPS = {
    "requirements.lock": PROJECT["dependencies"] + EXTRAS["words"],
    "requirements-fast.lock": EXTRAS["fast"],
    "requirements-test.lock": EXTRAS["charts"] + EXTRAS["dev"],
    "requirements-bench.lock": EXTRAS["bench"],
    "requirements-ocr.lock": EXTRAS["ocr"],
}
PINNED = re.compile(r"^([\w.-]+)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.M)


def pinned(name: str) -> dict[str, str]:
    """Version by package."""
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and line[0] not in " #"]
    found = {package: version for package, version, _ in PINNED.findall(text)}
    assert len(found) == len(lines), f"{name}: a line is no pinned package with its hashes"
    return found


@pytest.mark.parametrize("name", STEPS)
def test_a_step_and_those_before_it_give_what_it_needs(name: str) -> None:
    steps = list(STEPS)
    known = {k: v for step in steps[: steps.index(name) + 1] for k, v in pinned(step).items()}
    for requirement in map(Requirement, STEPS[name]):
        version = known.get(canonicalize_name(requirement.name))
        assert version, f"{name} misses {requirement}: make lock"
        assert requirement.specifier.contains(version), f"{requirement} is {version}: make lock"


def test_no_step_installs_what_an_earlier_one_has() -> None:
    names = [package for name in STEPS for package in pinned(name)]
    assert sorted(names) == sorted(set(names))
