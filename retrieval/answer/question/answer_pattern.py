"""What does the sentence look like that answers this very question?

    什么是X, X包括哪些   X” 就是…, X是指…, X包括…
    X市长是谁            市长 before a name
    多少家, 几个项目      a numeral before 家, before 个
    谁主持               a name before 主持

Each pattern is made from the words beside the asking word, over folded text.
"""

from __future__ import annotations

import re

from retrieval.answer.question.question_type import NUMERAL, QuestionType

_RUN = r"[〇㐀-䶿一-鿿a-z0-9+]"
_NAME = (
    r"[一-鿿·]{2,4}"
    r"(?=[,，、。;；:：\s\"”』」)）]|主持|出席|强调|指出|说|表示|讲话|要求|参加|通报|部署)"
)
_AFTER_IS = re.compile(
    rf"({_RUN}{{2,}}?)[”’」』》\"]?(?:的?主?要?(?:内容|含义|意思|定义|概念|范围|对象|条件|标准)?)"
    r"(?:又|都|主要|具体|应当|应该|需要|可以)?(?:包括|包含|有|是指|指的是|指|是|为|含)"
    r"(?=什么|哪|啥|多少|几|谁|何)"
)
_BEFORE_IS = re.compile(rf"(?:什么|啥|何)(?:是|叫做?|谓)[“‘「『《\"]?({_RUN}{{2,}})")
_OFFICE = re.compile(
    rf"({_RUN}+?)的?(?:名字|姓名)?(?:现在)?(?:是|叫|为)(?:谁|哪一?位|哪个人|什么名)"
)
_ACTOR = re.compile(
    rf"(?:由|是)?(?:谁|哪一?位(?:领导)?|哪个部门|哪个单位)(?:来|负责|去)?({_RUN}{{2,4}})"
)
_COUNTED = re.compile(r"(?:多少|几)([一-鿿])")
_MONEY = re.compile(
    r"多少钱|花钱|要钱|收钱|收费吗|免费吗|(?:金额|费用|价格|标准|补贴|投资|收入|总值|产值)[是为达到]*多少"
)
_SPAN = re.compile(r"多久|多长时间|(?:几|多少)(?:天|日|个?工作日|个月|小时|年)")
_AGE = re.compile(r"(?:几|多少|多大)(?:周?岁|年龄)|多大")
_HOW_MUCH = re.compile(r"多少|几[万千百块倍元]")
_FINE = re.compile(rf"处.{{0,12}}{NUMERAL}.{{0,24}}(?:罚款|罚金)|{NUMERAL}倍.{{0,12}}罚款")
LONGEST_TAIL = 6
_COUNTS = (
    QuestionType.NUMBER,
    QuestionType.WHEN,
    QuestionType.MONEY,
    QuestionType.SPAN,
    QuestionType.AGE,
    QuestionType.SHARE,
)


def shape_of(question: str, kind: QuestionType) -> re.Pattern[str] | None:
    """The pattern of an answering sentence, or None where the question shows none."""
    if kind in (QuestionType.WHAT, QuestionType.LIST, QuestionType.OTHER, QuestionType.PERMISSION):
        return _definition(question)
    if kind is QuestionType.WHO:
        return _who(question)
    if kind is QuestionType.PENALTY:
        return _FINE if _HOW_MUCH.search(question) else None
    if kind in _COUNTS:
        return _number(question)
    return None


def _definition(question: str) -> re.Pattern[str] | None:
    match = _BEFORE_IS.search(question) or _AFTER_IS.search(question)
    if match is None:
        return None
    return re.compile(
        rf"(?:{_tails(match[1])})[”’」』》\"]?[,，]?"
        r"(?:主要|具体|分别)?(?:就是|是指|指的?是|指|即|包括|包含|分别[是为]|主要[是有]|是|为|[:：])"
    )


def _who(question: str) -> re.Pattern[str] | None:
    office = _OFFICE.search(question)
    if office:
        return re.compile(rf"(?:{_tails(office[1])})[、兼]?(?:{_RUN}{{0,6}}长)?{_NAME}")
    actor = _ACTOR.search(question)
    return re.compile(rf"{_RUN}{{2,12}}[,，]?(?:{_heads(actor[1])})") if actor else None


def _number(question: str) -> re.Pattern[str] | None:
    if _MONEY.search(question):
        return re.compile(
            rf"{NUMERAL}[余多]?[万亿]?[余多]?(?:美|港|日|欧|台|新台|人民)?[元币]"
            r"|不收费|不收取|免费|工本费"
        )
    if _SPAN.search(question):
        return re.compile(
            rf"{NUMERAL}[余多]?(?:个工作日|个?小时|分钟|天|日(?:内|以内|前)|个月|年(?:内|以内)?|周)"
        )
    if _AGE.search(question):
        return re.compile(rf"{NUMERAL}周?岁")
    counted = _COUNTED.search(question)
    if counted is None:
        return None
    unit = "[名人位]" if counted[1] in "名人位" else re.escape(counted[1])
    return re.compile(rf"{NUMERAL}[余多个约几]{{0,2}}{unit}")


def _tails(words: str) -> str:
    """The ends of a run, the longest first: 濮阳市长|阳市长|市长."""
    words = words[-LONGEST_TAIL:]
    return "|".join(re.escape(words[at:]) for at in range(len(words) - 1))


def _heads(words: str) -> str:
    """Its beginnings, the longest first."""
    return "|".join(re.escape(words[:end]) for end in range(len(words), 1, -1))
