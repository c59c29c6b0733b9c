"""One article of another source and year behind many that match a question better."""

from __future__ import annotations

import json
from pathlib import Path

MANY = 150
"""More than the articles of one question that are read to hold them against its filters."""
RARELY = ("来源:罕见局 窗口办理居住证每证收费", "2023年以后出台的窗口办理居住证每证收费规定")


def beside_many(file: Path) -> Path:
    """A file of such articles."""
    usual = {"date": "2001-05-01", "source": "寻常局"}
    texts = [f"第{n}号窗口办理居住证，每证收费{n}元。" for n in range(MANY)]
    texts += [f"公共汽车第{n}路早上六点发车，晚上九点收车。" for n in range(3 * MANY)]
    lines = [{"id": f"{n}", "text": text, **usual} for n, text in enumerate(texts)]
    rare = "窗口办理居住证，每证收费五元，有疑问的请拨打热线电话咨询，或到前台领取说明。"
    lines.append({"id": "rare", "text": rare, "date": "2024-05-01", "source": "罕见局"})
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return file
