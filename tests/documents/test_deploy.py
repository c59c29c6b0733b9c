"""``deploy/``: the files fit the program, as far as can be seen without running them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli.failures import DO_NOT_RESTART
from bot.cli.main import COMMANDS
from bot.settings import Settings
from bot.web.health import ROUTES
from tests.documents.texts import text_of
from tests.paths import ROOT

SETTINGS = {f"WENCE_{name.upper()}" for name in Settings.model_fields}
INSIDE = {"/healthz", "/readyz", "/metrics"}
"""What is for the machine alone."""


def unit() -> dict[str, list[str]]:
    """What the unit says, a list a name, for some may stand there twice."""
    said: dict[str, list[str]] = {}
    for line in text_of("deploy/wence.service").splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            said.setdefault(name, []).append(value)
    return said


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions with what follows each."""
    joined = re.sub(r"\\\n\s*", "", text_of("deploy/Dockerfile"))
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines]


def compose() -> Any:
    return yaml.safe_load(text_of("deploy/compose.yaml"))


def test_the_unit_serves_and_knows_what_no_restart_cures() -> None:
    said = unit()
    assert said["Type"] == ["notify"]
    assert said["RestartPreventExitStatus"] == [str(DO_NOT_RESTART)]
    assert said["ExecStart"][0].split()[1] in COMMANDS
    (stated,) = said["Environment"]
    name, _, home = stated.partition("=")
    assert name in SETTINGS
    assert home == said["WorkingDirectory"][0] == f"/var/lib/{said['StateDirectory'][0]}"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_finds_no_fault_in_the_unit(tmp_path: Path) -> None:
    file = tmp_path / "wence.service"
    text = text_of("deploy/wence.service").replace("/opt/wence/bin/wence", "/bin/true")
    file.write_text(text, encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", file], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_image_is_built_from_what_there_is_and_what_is_let_in() -> None:
    copies = [what for name, what in instructions() if name == "COPY" and "--from" not in what]
    sources = [source for what in copies for source in what.split()[:-1]]
    let_in = re.findall(r"^!(\S+)$", text_of("deploy/Dockerfile.dockerignore"), re.MULTILINE)
    assert sorted(sources) == sorted(let_in)
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_the_image_runs_the_bot_as_nobody_special_and_asks_how_it_is() -> None:
    last = dict(instructions())
    assert last["USER"] == "wence"
    assert last["CMD"] == '["wence", "serve"]'
    assert f"WENCE_HOME={last['VOLUME']}" in last["ENV"].split()
    assert {name.partition("=")[0] for name in last["ENV"].split()} - SETTINGS == {
        "PATH",
        "PYTHONDONTWRITEBYTECODE",
    }
    (path,) = re.findall(r"127\.0\.0\.1:8080(/\w+)'", last["HEALTHCHECK"])
    assert path in {route.path for route in ROUTES}


def test_compose_keeps_the_home_and_lets_nothing_else_be_written() -> None:
    bot = compose()["services"]["bot"]
    assert set(bot["environment"]) <= SETTINGS
    volumes = dict(volume.split(":")[:2] for volume in bot["volumes"])
    assert volumes["home"] == bot["environment"]["WENCE_HOME"] == dict(instructions())["VOLUME"]
    assert (bot["read_only"], bot["cap_drop"], bot["tmpfs"]) == (True, ["ALL"], ["/tmp"])
    assert bot["build"]["dockerfile"] == "deploy/Dockerfile"
    assert "ports" not in bot


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_a_proxy_hides_what_is_for_the_machine_alone(name: str) -> None:
    text = text_of(f"deploy/{name}")
    assert {path for path in INSIDE if re.search(rf"\b{path[1:]}\b", text)} == INSIDE
    assert "127.0.0.1:8080" in text


def test_updates_are_not_held_to_the_rate_of_a_reader() -> None:
    (inside,) = re.findall(r"location = /updates \{([^}]*)\}", text_of("deploy/nginx.conf"))
    assert "proxy_pass" in inside
    assert "limit_req" not in inside
