"""Why a file was not taken in, in the reader's language: the program says it in English."""

from __future__ import annotations

import re

from retrieval.text.fold import Script, convert

REASONS = (
    (r"archive inside an archive", "压缩包里还有压缩包，请先解开"),
    (r"too many pages", "页数太多，请拆成几个文件"),
    (r"holds no page", "里面没有网页，请重新保存"),
    (r"only pictures|scan without a text", "只有图片没有文字，请先做文字识别（OCR）"),
    (r"is empty|no text in it", "里面没有文字"),
    (r"names no column", "第一行没有写明哪一列是正文，请把那一列命名为 text 或 正文"),
    (r"holds too much|unpacks to more than", "内容太多，请拆成几个文件"),
    (r"compressed data is damaged", "压缩数据已损坏，请重新压缩"),
    (r"XML entities", "文件里有可疑的 XML 实体，没有打开"),
    (r"old binary kind", "有密码，或是旧的二进制格式，请另存"),
    (r"locked with a password", "有密码，请去掉密码再发"),
    (r"out of all proportion", "解压后大得不合理，没有打开"),
    (r"is not text", "这不是文本，请用它真正的后缀"),
    (r"front matter", "开头的 YAML 写错了，请改正两行 --- 之间的内容"),
    (r"^Line (?P<n>\d+).*no row", "第 {n} 行或其下不成表格，请检查引号"),
    (r"^Line (?P<n>\d+)", "第 {n} 行读不了，请改正"),
    (r"type of file cannot be read", "这种文件读不了"),
    (r"damaged", "文件已损坏，请重新保存或打包"),
    (r"larger than|longer than|WENCE_MAX_FILE_MB|over the limit", "太大了，请拆开"),
    (r"^Reading it failed", "没读成，请另存为别的格式，并向开发者反映"),
    (r"It changed while", "读的时候文件正在变，下次再读"),
    (r"It is not there", "文件不在了，已收录的仍然保留"),
    (r"^Process (?P<process>\d+) is writing", "进程 {process} 正在写入，请等它结束"),
    (r"is already running", "正在重建索引，请稍后再试"),
    (r"encoding is a guess", "编码是猜的，请核对文字"),
)
"""Pattern → what readers see; the first that matches counts."""


def reason(said: object, script: Script) -> str:
    """The reason in Chinese, or as it was said where there is no translation."""
    text = str(said)
    for pattern, shown in REASONS:
        if found := re.search(pattern, text):
            line = shown.format(**found.groupdict())
            return line if script == "hans" else convert(line, "hant")
    return text
