"""Ask, render, photograph: the main kinds of message, and the sandbox."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bot.web.botapi import Shown, Telegram
from retrieval.home import Home
from retrieval.index.operations import index_paths
from retrieval.resources import resource
from tests.bot.serving import serving
from tests.pictures.page import Line, page
from tests.pictures.sandbox import photograph_sandbox

PICTURES = Path(__file__).resolve().parents[2] / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTH = 480


async def pages(home: Path) -> dict[str, str]:
    """Name → page, from real answers to real questions about the sample articles."""
    async with Telegram() as telegram, serving(telegram, home):
        alice = telegram.person("小李")
        group = telegram.group("示例市办事互助群", alice)

        async def asks(text: str) -> Line:
            return Line("小李", text, [await alice.says(text)])

        answer = await asks("异地就医怎么备案？")
        weak = await asks("电动车能上高速吗？")
        none = await asks("火星移民局在哪里？")
        card: Shown = await alice.says("/ask@wence_test_bot 电动自行车怎么上牌", to=group)
        in_group = Line("小李", "/ask@wence_test_bot 电动自行车怎么上牌", [card])
        return {
            "answer": page([answer]),
            "verdicts": page([weak, none]),
            "group": page([in_group], group=True),
        }


def photograph(browser: str, source: Path, picture: Path) -> None:
    """Let the page tell its height, then take the picture in that size, half as sharp again."""
    common = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    told = subprocess.run(
        [*common, f"--window-size={WIDTH},800", "--dump-dom", source.as_uri()],
        check=True,
        capture_output=True,
        text=True,
    )
    found = re.search(r"<title>(\d+)</title>", told.stdout)
    height = int(found.group(1)) if found else 800
    subprocess.run(
        [
            *common,
            f"--window-size={WIDTH},{height}",
            "--force-device-scale-factor=1.5",
            f"--screenshot={picture}",
            source.as_uri(),
        ],
        check=True,
        capture_output=True,
    )


def main() -> None:
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        sys.exit(
            "make pictures needs Chromium and a Chinese font: apt-get install chromium "
            "fonts-noto-cjk fonts-noto-color-emoji"
        )
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        index_paths(Home(home), [resource("articles")])
        for name, source in asyncio.run(pages(home)).items():
            file = Path(folder) / f"{name}.html"
            file.write_text(source, encoding="utf-8")
            photograph(browser, file, PICTURES / f"{name}.png")
            print(PICTURES / f"{name}.png")
        for picture in photograph_sandbox(browser, home, PICTURES):
            print(picture)


if __name__ == "__main__":
    main()
