"""A picture of a month: questions a day. It needs the extra ``charts`` (matplotlib)."""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO

from bot.db.query_log.statistics import Usage


def available() -> bool:
    """Whether matplotlib is installed."""
    return find_spec("matplotlib") is not None


def by_day(counted: Usage) -> bytes:
    """A PNG with a bar a day, 800 × 400 pixels; digits only, so that no font is missing."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=(5, 2.5), dpi=160, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    days = [date[5:] for date, _ in counted.by_day]
    axes.bar(range(len(days)), [count for _, count in counted.by_day], color="#3b7dd8")
    step = max(1, len(days) // 6)
    axes.set_xticks(range(0, len(days), step), days[::step])
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.spines[["top", "right"]].set_visible(False)
    file = BytesIO()
    figure.savefig(file, format="png")
    return file.getvalue()
