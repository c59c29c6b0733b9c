"""The dashboard and the alert rules ask for figures that there are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import yaml

from tests.paths import ROOT

FOLDER = ROOT / "deploy" / "grafana"
NAMES = re.compile(r"\b(?:wence|process)_[a-z_]+")
ENDINGS = re.compile(r"_(?:bucket|sum|count)$")


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((FOLDER / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def expressions() -> Iterator[str]:
    dashboard = json.loads((FOLDER / "dashboard.json").read_text(encoding="utf-8"))
    yield from (target["expr"] for panel in dashboard["panels"] for target in panel["targets"])
    yield from (each["query"]["query"] for each in dashboard["templating"]["list"][1:])
    yield from (rule["expr"] for rule in rules())


async def test_every_metric_that_they_name_exists(web: httpx.AsyncClient) -> None:
    text = (await web.get("/metrics")).text
    there = set(re.findall(r"^# TYPE (\S+)", text, re.MULTILINE))
    named = {ENDINGS.sub("", name) for each in expressions() for name in NAMES.findall(each)}
    assert len(named) > 15
    assert named <= there


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_every_alert_has_what_is_said_of_it(rule: dict[str, Any]) -> None:
    assert rule["annotations"]["summary"]
    assert rule["labels"]["severity"] in {"critical", "warning"}
    assert rule["expr"].count("(") == rule["expr"].count(")")


def test_every_metric_of_the_bot_is_on_the_dashboard_or_in_an_alert() -> None:
    source = (ROOT / "bot" / "web" / "metrics.py").read_text(encoding="utf-8")
    asked = " ".join(expressions())
    left_out = {name for name in re.findall(r'"(wence_[a-z_]+)"', source) if name not in asked}
    assert left_out <= {"wence_updates_handled"}
