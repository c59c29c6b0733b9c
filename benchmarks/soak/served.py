"""``wence serve``, with its loop watched and, if wanted, without Telegram's limits.

Run as ``python -m benchmarks.soak.served STALLS [--unpaced] serve …``: the stalls of the loop go to
the file, in ms, when it ends.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

from bot.cli.main import main
from bot.jobs import regular
from bot.transport import rate_limit

TICK_S = 0.02
STALL_S = 0.1


async def watch(stalls: Path) -> None:
    """Note by how much each tick is late, where that is a stall."""
    late: list[int] = []
    try:
        while True:
            began = time.monotonic()
            await asyncio.sleep(TICK_S)
            over = time.monotonic() - began - TICK_S
            if over > STALL_S:
                late.append(round(over * 1000))
    finally:
        stalls.write_text("\n".join(map(str, late)), encoding="utf-8")


def start() -> None:
    stalls = Path(sys.argv.pop(1))
    if sys.argv[1] == "--unpaced":
        del sys.argv[1]
        for name in ("OVERALL", "PRIVATE", "GROUP", "GROUP_MINUTE", "EDITS"):
            setattr(rate_limit, name, (1_000_000, 1.0))
    warm = regular._warm

    async def warm_and_watch() -> None:
        await warm()
        await watch(stalls)

    regular._warm = warm_and_watch
    main()


if __name__ == "__main__":
    start()
