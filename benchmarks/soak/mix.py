"""What people do, so many times a second: the generator, and what became of each thing done."""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.web.botapi import Group, Person, Telegram
from bot.web.botapi.world import who

PEOPLE, GROUPS = 2_000, 200
MIX = {"question": 20, "inline": 25, "tap": 5, "edit": 5, "nothing": 5}
"""Out of sixty updates a second; a tap only rates, an edit is a tap that changes the message."""
IN_GROUPS = 0.25
"""The share of the questions that are asked in groups."""


@dataclass(slots=True)
class Sent:
    """An update, when it was sent, and by what its answer is known."""

    kind: str
    at: float
    key: object


@dataclass(slots=True)
class Generator:
    """Sends the mix evenly, and keeps account of its own processor time."""

    telegram: Telegram
    questions: Sequence[str]
    sent: list[Sent] = field(default_factory=list)
    cpu_s: float = 0.0
    people: list[Person] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.people = [self.telegram.person(f"P{number}") for number in range(PEOPLE)]
        members = itertools.cycle(self.people)
        self.groups = [
            self.telegram.group(f"G{number}", *itertools.islice(members, 10))
            for number in range(GROUPS)
        ]

    async def run(self, rate: float, seconds: float) -> None:
        """So many updates a second, for so many seconds."""
        rest, begins = random.Random(1), time.monotonic()
        kinds, weights = list(MIX), list(MIX.values())
        acts = self._acts()
        for number in itertools.count():
            due = begins + number / rate
            if due > begins + seconds:
                return
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            used = time.thread_time()
            acts[rest.choices(kinds, weights)[0]]()
            self.cpu_s += time.thread_time() - used

    def _acts(self) -> dict[str, Callable[[], None]]:
        rest = random.Random(2)
        people, groups = itertools.cycle(self.people), itertools.cycle(self.groups)
        questions = itertools.cycle(self.questions)

        def question() -> None:
            text, person = next(questions), next(people)
            if rest.random() < IN_GROUPS:
                group = next(groups)
                asked = person.posts(f"/ask@wence_test_bot {text}", to=group)
            else:
                asked = person.posts(text)
            self._note("question", (asked.chat.id, asked.id))

        def inline() -> None:
            world, name = self.telegram.world, f"i{self.telegram.world.serial()}"
            world.inline[name] = None
            user, text = who(next(people).user), next(questions)
            self.telegram.push(
                {"inline_query": {"id": name, "from": user, "query": text, "offset": ""}}
            )
            self._note("inline", name)

        def nothing() -> None:
            next(people).posts("大家好", to=next(groups))
            self._note("nothing", None)

        return {
            "question": question,
            "inline": inline,
            "tap": lambda: self._tap("tap", "👍"),
            "edit": lambda: self._tap("edit", "⋯"),
            "nothing": nothing,
        }

    def _tap(self, kind: str, label: str) -> None:
        """On the button of some answer of the last minute or so."""
        for person in random.sample(self.people, 50):
            answers = [answer for answer in person.answers[-1:] if answer.has(label)]
            if answers:
                data = answers[0].button(label).data
                self._note(kind, person.tap(answers[0], str(data)))
                return

    def _note(self, kind: str, key: object) -> None:
        self.sent.append(Sent(kind, time.monotonic(), key))


@dataclass(slots=True)
class Outcomes:
    """Seconds from an update to its answer, by kind; refusals and silence are counted."""

    waits: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    refusals: list[float] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def outcomes(telegram: Telegram, sent: Sequence[Sent], busy: Sequence[str]) -> Outcomes:
    """What became of each thing, by what the server was called with; ``busy`` are refusals."""
    found, told = Outcomes(), dict(_answers(telegram))
    for one in sent:
        at, text = told.get(one.key, (None, ""))
        if one.kind == "nothing":
            continue
        if at is None:
            found.counts[f"{one.kind} unanswered"] += 1
        elif any(word in text for word in busy):
            found.counts[f"{one.kind} refused"] += 1
            found.refusals.append(at - one.at)
        else:
            found.waits[one.kind].append(at - one.at)
    return found


def _answers(telegram: Telegram) -> Iterator[tuple[object, tuple[float, str]]]:
    """By what an answer is known, when it came and what it says; the first one counts."""
    for call in reversed(telegram.world.calls):
        given, text = call.parameters, str(call.parameters.get("text", ""))
        if not call.ok:
            continue
        if call.method == "sendMessage":
            to = (given.get("reply_parameters") or {}).get("message_id")
            yield (int(given["chat_id"]), to), (call.at, text)
        elif call.method == "setMessageReaction":
            signs = str(given.get("reaction"))
            if "🙏" in signs:
                yield (int(given["chat_id"]), int(given["message_id"])), (call.at, signs)
        elif call.method == "answerCallbackQuery":
            yield given["callback_query_id"], (call.at, text)
        elif call.method == "answerInlineQuery":
            yield given["inline_query_id"], (call.at, str(given.get("button")))
