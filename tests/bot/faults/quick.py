"""``python -m tests.bot.faults.quick 0.1 serve``: ``wence`` by a timer whose seconds are short."""

from __future__ import annotations

import sys

from bot.cli.main import main
from bot.timer import Timer

if __name__ == "__main__":
    Timer.__init__.__defaults__ = (float(sys.argv.pop(1)),)
    main()
