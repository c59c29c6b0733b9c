"""What kind of answer does a question want, and can a sentence hold it?

Cheap patterns over folded text. They raise sentences; they never rule one out.
"""

from __future__ import annotations

import re
from enum import StrEnum

NUMERAL = "[0-9〇零一二三四五六七八九十百千万亿两]"


class QuestionType(StrEnum):
    """The kinds of answer that have a pattern of their own."""

    WHEN = "when"
    NUMBER = "number"
    WHO = "who"
    WHERE = "where"
    WHY = "why"
    WHAT = "what"
    LIST = "list"
    HOW = "how"
    OTHER = "other"


_ASKED = {
    QuestionType.WHEN: r"何时|什么时|啥时|哪一?[年天月日]|几[年月日号点]"
    r"|哪个[年月朝世时]|多久|何年|何日"
    r"|时间[是呢]|日期|年代|时间\W*$",
    QuestionType.NUMBER: r"多少|几[个家名人项次条类种级岁位元倍届处所套批成天周]"
    r"|多[大长高远宽深重快]"
    r"|百分之几|比例|人数|数量|金额|价格|第几|花钱|要钱|收费吗|免费吗",
    QuestionType.WHO: r"谁|何人|哪一?[位名]|什么人|哪个人|由谁",
    QuestionType.WHERE: r"哪里|哪儿|何地|何处|什么地[方点]|哪个?[国省市县区城地州岛洲]"
    r"|地[点方][呢是]"
    r"|地点|位于|在哪",
    QuestionType.WHY: r"为什么|为何|原因|因为什么|缘何|因何|何以|为啥",
    QuestionType.LIST: r"哪些|哪几|包括什么|有什么",
    QuestionType.WHAT: r"什么是|是什么|何谓|指什么|是指|啥是|是啥|的(?:定义|含义|意思|概念)",
    QuestionType.HOW: r"怎么|怎样|如何|流程|办法|步骤|方式|咋",
}
"""Read from top to bottom: the first that matches is the question's kind."""

_HELD = {
    QuestionType.WHEN: r"[0-9〇一二三四五六七八九十]+(?:年|月|日|世纪|时|点|分钟|小时|天|周|个月)"
    r"|[今去明]年|当日|昨日|朝|时期",
    QuestionType.NUMBER: NUMERAL,
    QuestionType.WHO: r"·|先生|女士|书记|主任|[局厅市省县区校院部处科]长|主席"
    r"|总[统理裁]|教授|导演|公司"
    r"|部门|机关|政府|委员会|主管|负责",
    QuestionType.WHERE: r"[省市县区州国镇乡村路街岛山河湖江海洲港湾城]|位于",
    QuestionType.WHY: r"因|由于|为了|所以|导致|使得?",
}

"""What, which ones and how have no form of their own: every sentence would fit."""
_ANNOUNCED = {
    QuestionType.WHEN: r"时间|时限|期限|日期|何时|什么时|多久|几时",
    QuestionType.NUMBER: r"多少|标准|金额|费用|收费|额度|待遇|比例|时限|期限|年龄|几[^乎]|多久",
    QuestionType.WHO: r"谁|对象|哪些人|主体|条件|范围|部门|单位",
    QuestionType.WHERE: r"哪里|在哪|地点|地址|窗口|途径|渠道|办法|方式|程序",
    QuestionType.HOW: r"怎[么样]|如何|办法|方式|程序|流程|步骤|途径|渠道|手续",
    QuestionType.WHY: r"为什么|为何|原因|背景|目的",
    QuestionType.LIST: r"哪些|范围|种类|条件|情形|内容|材料|对象",
    QuestionType.WHAT: r"什么|定义|含义|内容",
}
_ASKS = [(kind, re.compile(pattern)) for kind, pattern in _ASKED.items()]
_ANNOUNCES = {kind: re.compile(pattern) for kind, pattern in _ANNOUNCED.items()}
_HOLDS = {kind: re.compile(pattern) for kind, pattern in _HELD.items()}

_ASKING = re.compile(
    r"请问|我?想(?:知道|问一?下?)|告诉我|(?:怎么|如何|咋)办(?!理)"
    r"|什么(?:时候|时间|地方|样|人|是)?|是什么|哪一?[个些位名年天月日里儿]?"
    r"|多少钱?|多(?:久|长时间|大|高|远)|几[岁天]|怎么样?|怎样|如何|为什么|为何|为啥|何[时地处人谓]|谁|几[个年月天日号点]"
    r"|吗|呢|吧|是否|是不是|有没有|能不能|可不可以"
)


def kind_of(question: str) -> QuestionType:
    """The kind of answer that a folded question wants."""
    return next((kind for kind, asks in _ASKS if asks.search(question)), QuestionType.OTHER)


def can_hold(kind: QuestionType, sentence: str) -> bool:
    """Whether a folded sentence has the form of an answer of that kind."""
    pattern = _HOLDS.get(kind)
    return pattern is not None and pattern.search(sentence) is not None


def announces(kind: QuestionType, lead_in: str) -> bool:
    """Whether a folded heading or question says that this kind of answer follows."""
    pattern = _ANNOUNCES.get(kind)
    return pattern is not None and pattern.search(lead_in) is not None


def without_asking(question: str) -> str:
    """A folded question without the words that only ask; each becomes one blank a character."""
    return _ASKING.sub(lambda match: " " * len(match.group()), question)
