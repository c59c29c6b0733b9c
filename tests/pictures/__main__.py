"""Ask, render, photograph: ten pictures for the README, or with a folder all messages."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from retrieval.resources import resource
from tests.pictures.messages import messages
from tests.pictures.page import COLOURS, WIDTH, Chat, page
from tests.pictures.reader import photograph_reader
from tests.pictures.sandbox import photograph_sandbox

PICTURES = Path(__file__).resolve().parents[2] / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
README = ("start", "answer", "weak", "group")
"""What the README shows."""
A_SHEET = 4
"""Chats side by side on a sheet of all messages."""


def photograph(browser: str, html: str, picture: Path, chats: int = 1) -> None:
    """Let the page tell its height, then take the picture in that size, half as sharp again."""
    common = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    width = chats * WIDTH
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(html, encoding="utf-8")
        told = subprocess.run(
            [*common, f"--window-size={width},800", "--dump-dom", source.as_uri()],
            check=True,
            capture_output=True,
            text=True,
        )
        found = re.search(r"<title>(\d+)</title>", told.stdout)
        size = f"--window-size={width},{found.group(1) if found else 800}"
        shot = ["--force-device-scale-factor=1.5", f"--screenshot={picture}", source.as_uri()]
        subprocess.run([*common, size, *shot], check=True, capture_output=True)
    click.echo(picture)


def photograph_all(browser: str, shown: dict[str, Chat], name: str, folder: Path) -> None:
    """Every message in both themes, some on a sheet."""
    chats: Sequence[Chat] = list(shown.values())
    for theme in COLOURS:
        for start in range(0, len(chats), A_SHEET):
            some = chats[start : start + A_SHEET]
            picture = folder / f"{name}-{theme}-{start // A_SHEET + 1}.png"
            photograph(browser, page(some, theme), picture, len(some))


@click.command()
@click.option("--all", "folder", type=click.Path(path_type=Path), help="All messages, to here.")
def main(folder: Path | None) -> None:
    """Photograph what the bot answers from the sample articles."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        sys.exit(
            "make pictures needs Chromium and a Chinese font: apt-get install chromium "
            "fonts-noto-cjk fonts-noto-color-emoji"
        )
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory) / "home"
        index_paths(Home(home), [resource("articles")])
        hans = asyncio.run(messages(home, "hans"))
        hant = asyncio.run(messages(home, "hant")) if folder else {}
        if folder is None:
            PICTURES.mkdir(exist_ok=True)
            for name in README:
                photograph(browser, page([hans[name]]), PICTURES / f"{name}.png")
            sandbox = photograph_sandbox(browser, home, PICTURES)
            reader = photograph_reader(browser, Path(directory) / "reader", PICTURES)
            for picture in (*sandbox, *reader):
                click.echo(picture)
            return
    folder.mkdir(parents=True, exist_ok=True)
    photograph_all(browser, hans, "hans", folder)
    photograph_all(browser, hant, "hant", folder)


if __name__ == "__main__":
    main()
