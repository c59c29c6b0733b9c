"""For every route something that it takes, as somebody of any standing sends it."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.route import Place
from bot.view.callback_data import (
    AnswerButton,
    AskAgain,
    AskExample,
    AskOtherwise,
    ButtonData,
    ChooseSetting,
    DecideRepeal,
    DoNotForget,
    DoNotRemove,
    DropFile,
    DropLink,
    EndWatch,
    ListArticles,
    SendArticle,
    ShowGap,
    ShowResult,
    TakeAway,
    ThumbsUp,
)
from bot.web.botapi import Shown
from bot.web.botapi.markup import typed
from bot.web.botapi.shown import shown_by_bot
from bot.web.botapi.world import Chat, who
from tests.bot.actors import ASK, Actor, Stage

NOTICE = "# 关于垃圾分类的通知\n\n居民应当把厨余垃圾和其他垃圾分开投放。\n"

Heard = Callable[[], str | None]
"""What somebody was told, None as long as it is nothing."""
Probe = Callable[[Stage, Actor, Place], Heard]
"""Does something that a route takes."""


def writing(text: str) -> Probe:
    def probe(stage: Stage, actor: Actor, of: Place) -> Heard:
        return heard(actor, actor.writes(text, of))

    return probe


def heard(actor: Actor, asked: Shown) -> Heard:
    def said() -> str | None:
        reply = actor.reply_to(asked)
        return None if reply is None else reply.text

    return said


def tapping(asks: Callable[[Stage, Actor], ButtonData]) -> Probe:
    """A tap on a button that carries this."""

    def probe(stage: Stage, actor: Actor, of: Place) -> Heard:
        return taps(stage, actor, asks(stage, actor).written())

    return probe


def taps(stage: Stage, actor: Actor, data: str) -> Heard:
    name, callbacks = actor.person.tap(actor.card(), data), stage.telegram.world.callbacks
    return lambda: None if (toast := callbacks[name]) is None else toast.get("text", "")


def own(kind: type[AnswerButton], *values: int) -> Probe:
    """A tap under one's own answer."""
    return tapping(lambda stage, actor: kind(stage.question(actor.standing), *values))


def sender(actor: Actor) -> int:
    return actor.group.id if actor.is_anonymous else actor.person.id


def sends_file(stage: Stage, actor: Actor, of: Place) -> Heard:
    return heard(actor, actor.person.posts_file("a.md", NOTICE.encode()))


def sends_sticker(stage: Stage, actor: Actor, of: Place) -> Heard:
    size = {"file_id": "s", "file_unique_id": "s", "width": 1, "height": 1}
    kind = {"type": "regular", "is_animated": False, "is_video": False}
    return heard(actor, actor.person.posts("", sticker={**size, **kind}))


def edits(stage: Stage, actor: Actor, of: Place) -> Heard:
    answer = stage.answer(actor.standing)
    before = answer and answer.text
    asked = stage.questions[actor.standing]
    message = asked.message | {"edit_date": int(stage.telegram.world.now())}
    text = "/ask@wence_test_bot 怎么提取住房公积金？"
    stage.telegram.push({"edited_message": {**message, "text": text, "entities": typed(text)}})
    return lambda: answer.text if answer and answer.text != before else None


def adds_bot(stage: Stage, actor: Actor, of: Place) -> Heard:
    bot, chat = who(stage.telegram.world.bot), actor.group.chat
    before = len(actor.group.answers)
    change = {"chat": chat.as_json(), "from": who(actor.person.user), "date": int(time.time())}
    change |= {"old_chat_member": {"user": bot, "status": "left"}}
    stage.telegram.push(
        {"my_chat_member": {**change, "new_chat_member": {"user": bot, "status": "member"}}}
    )
    return lambda: actor.group.answers[-1].text if len(actor.group.answers) > before else None


def types_inline(stage: Stage, actor: Actor, of: Place) -> Heard:
    world, name = stage.telegram.world, f"9{actor.person.id}"
    world.inline[name] = None
    query = {"id": name, "from": who(actor.person.user), "query": ASK, "offset": ""}
    stage.telegram.push({"inline_query": query})

    def said() -> str | None:
        answer = world.inline[name]
        return None if answer is None else str(answer.get("button", {}).get("text", ""))

    return said


def asks_as_guest(stage: Stage, actor: Actor, of: Place) -> Heard:
    world, name = stage.telegram.world, f"guest{actor.person.id}"
    chat = Chat(-6000 - actor.person.id, "group", "别处", people={actor.person.id: {}})
    world.chats[chat.id] = chat
    text = f"@wence_test_bot {ASK}"
    content = {"text": text, "entities": typed(text), "guest_query_id": name}
    message = world.add(chat, actor.person.user, content)
    world.guests[name], world.guest_chats[name] = None, (chat.id, message["message_id"])
    stage.telegram.push({"guest_message": message})
    return lambda: None if world.guests[name] is None else shown_by_bot(world, chat)[-1].text


def command(name: str, tail: str = "") -> Probe:
    return writing(f"/{name}@wence_test_bot {tail}".strip())


PROBES: dict[str, Probe] = {
    **{
        name: command(name)
        for name in (
            *("start", "help", "status", "settings", "reindex", "stats", "gaps", "watches"),
            *(
                "privacy",
                "forget",
                "articles",
                "article",
                "remove",
                "hide",
                "ban",
                "unban",
                "follow",
            ),
        )
    },
    "watch": command("watch", "公积金"),
    "desk": command("desk"),
    "ask": command("ask", ASK),
    "added": adds_bot,
    "file": sends_file,
    "unknown command": command("nonsense"),
    "link": writing("http://10.0.0.1/"),
    "private question": writing(ASK),
    "group question": writing(f"@wence_test_bot {ASK}"),
    "edited question": edits,
    "no text": sends_sticker,
    "choice": tapping(lambda stage, actor: ChooseSetting("results", 0)),
    "next step": own(AskOtherwise),
    "example": tapping(lambda stage, actor: AskExample("三争行动是什么？")),
    "rating": own(ThumbsUp, 1),
    "take away": own(TakeAway),
    "again": tapping(lambda stage, actor: AskAgain()),
    "button": own(ShowResult, 1),
    "gap button": tapping(lambda stage, actor: ShowGap(0)),
    "watch button": tapping(lambda stage, actor: EndWatch(99)),
    "forget button": tapping(lambda stage, actor: DoNotForget(sender(actor))),
    "library button": tapping(lambda stage, actor: ListArticles(0)),
    "whole article": tapping(lambda stage, actor: SendArticle("none")),
    "remove button": tapping(lambda stage, actor: DoNotRemove()),
    "repeal button": tapping(lambda stage, actor: DecideRepeal("none", "none", True)),
    "file button": tapping(lambda stage, actor: DropFile("0" * 12)),
    "link button": tapping(lambda stage, actor: DropLink()),
    "inline": types_inline,
    "guest": asks_as_guest,
    "old button": lambda stage, actor, of: taps(stage, actor, "v0:x"),
}
