"""``python -m bot`` is ``wence``."""

from __future__ import annotations

from bot.cli.main import main

main()
