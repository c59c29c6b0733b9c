"""The rows of a benchmark as a table and as a plot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

COLUMNS = {
    "passages": "passages",
    "engine": "engine",
    "build_s": "build s",
    "disk_mib": "disk MiB",
    "load_ms": "load ms",
    "rss_mib": "RSS MiB",
    "p50_ms": "p50 ms",
    "p99_ms": "p99 ms",
    "cpu_p50_ms": "CPU p50",
    "cpu_p99_ms": "CPU p99",
    "qps_1": "q/s, 1 thread",
    "qps_2": "q/s, 2 threads",
    "agreement": "top 10 as rank-bm25, its idf / Lucene's",
}


def markdown(rows: list[dict[str, Any]]) -> str:
    """One table of all rows."""
    lines = [
        "| " + " | ".join(COLUMNS.values()) + " |",
        "|" + " --- |" * len(COLUMNS),
    ]
    for row in rows:
        if "failed" in row:
            lines.append(f"| {row['passages']:,} | {row['engine']} | {row['failed']} |")
        else:
            cells = (_cell(name, row.get(name)) for name in COLUMNS)
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(name: str, value: Any) -> str:
    if value is None:
        return "–"
    if name == "agreement":
        return f"{value['okapi']:.3f} / {value['lucene']:.3f}"
    if isinstance(value, str):
        return value
    if name == "passages" or value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3f}" if name.endswith(("_ms", "p50", "p99")) and value < 10 else f"{value:.1f}"


def plot(rows: list[dict[str, Any]], path: Path) -> None:
    """Latency against passages, log-log; nothing where matplotlib is not installed."""
    try:
        import matplotlib
    except ImportError:
        return
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 5))
    for engine in dict.fromkeys(row["engine"] for row in rows):
        points = [
            (row["passages"], row["p50_ms"], row["p99_ms"])
            for row in rows
            if row["engine"] == engine and "p50_ms" in row
        ]
        if points:
            sizes, middle, high = zip(*points, strict=True)
            (line,) = axes.loglog(sizes, middle, marker="o", label=engine)
            axes.loglog(sizes, high, linestyle=":", color=line.get_color())
    axes.set_xlabel("passages")
    axes.set_ylabel("ms a question: p50 (solid), p99 (dotted)")
    axes.grid(visible=True, which="both", alpha=0.2)
    axes.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=120)
    pyplot.close(figure)
