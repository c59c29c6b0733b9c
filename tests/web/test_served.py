"""What ``wence web`` serves: the engine that is named, and the last index that can be opened."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.web import served
from retrieval.errors import WenceError
from retrieval.home import Home


@pytest.mark.logs("The index is damaged")
async def test_an_index_that_cannot_be_opened_leaves_the_old_one_answering(
    home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(served, "REFRESH_S", 0.001)
    with served.opened(Settings(_env_file=None, home=home)) as state:
        (home / "index" / "CURRENT").write_text("g999999\n", encoding="utf-8")
        keeping = asyncio.create_task(state.keep_current())
        while not caplog.records and not keeping.done():
            await asyncio.sleep(0.001)
        assert keeping.cancel()
        assert (await state.ask("租房提取住房公积金每年多少钱？")).results


@pytest.mark.logs("索引是旧版格式")
def test_an_index_of_an_earlier_release_is_built_anew(home: Path) -> None:
    live = Home(home).index / Home(home).current.read_text().strip()
    (live / "manifest.json").write_text('{"format": 1}', encoding="ascii")
    with served.opened(Settings(_env_file=None, home=home)) as state:
        assert state.live.current.generation > live.name


def test_the_engine_of_the_settings_answers(home: Path) -> None:
    elsewhere = Settings(_env_file=None, home=home, engine="opensearch")
    with pytest.raises(WenceError, match="WENCE_OPENSEARCH_URL"), served.opened(elsewhere):
        pass
