"""Somebody of every standing, for what each may do."""

from __future__ import annotations

from dataclasses import dataclass

from bot.app import Running
from bot.conversation.permissions import Standing
from bot.route import Place
from bot.view.callback_data import AnswerButton, ButtonData
from bot.web.botapi import Group, Person, Shown, Telegram
from bot.web.botapi.shown import shown_by_bot
from bot.web.botapi.world import Chat
from tests.bot.serving import ADMIN
from tests.documents.permissions import IN_GROUPS

ASK = "三争行动是什么？"
EDITOR = 43
IDS = {Standing.EDITOR: EDITOR, Standing.ADMIN: ADMIN}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody in a private chat and in a group, with an answer of their own in each."""

    telegram: Telegram
    standing: Standing
    person: Person
    group: Group

    @property
    def is_anonymous(self) -> bool:
        return self.standing is Standing.ANONYMOUS_ADMIN

    def place(self, of: Place) -> Group | None:
        return self.group if of is Place.GROUPS or self.standing in IN_GROUPS else None

    def chat(self, of: Place) -> Chat:
        group = self.place(of)
        return group.chat if group else self.person.chat

    def writes(self, text: str, of: Place = Place.BOTH) -> Shown:
        return self.person.posts(text, self.place(of), anonymous=self.is_anonymous)

    def asks(self) -> Shown:
        """The message of a question that the bot has answered, or would have."""
        return self.writes(f"/ask@wence_test_bot {ASK}")

    def card(self) -> Shown:
        """A message of the bot's that answers a question, for a tap."""
        chat = self.chat(Place.BOTH)
        asked = {"message_id": 1, "date": 0, "chat": chat.as_json(), "text": f"/ask {ASK}"}
        world = self.telegram.world
        card = world.add(chat, world.bot, {"text": "卡", "reply_to_message": asked})
        return Shown(world, chat, card["message_id"])

    def reply_to(self, asked: Shown) -> Shown | None:
        said = shown_by_bot(self.telegram.world, asked.chat)
        return next((one for one in said if one.replies_to == asked.id), None)


@dataclass(frozen=True, slots=True)
class Stage:
    """The bot, one actor a standing, and the questions that they asked."""

    telegram: Telegram
    bot: Running
    actors: dict[Standing, Actor]
    questions: dict[Standing, Shown]

    def answer(self, standing: Standing) -> Shown | None:
        return self.actors[standing].reply_to(self.questions[standing])

    def question(self, standing: Standing) -> str:
        """The id of what somebody asked, for a stranger of what another did, from its buttons."""
        is_stranger = standing is Standing.STRANGER
        answer = self.answer(Standing.PERSON if is_stranger else standing)
        assert answer is not None
        data = ButtonData.read(answer.button("👍").data or "")
        assert isinstance(data, AnswerButton)
        return data.question


def cast(telegram: Telegram) -> dict[Standing, Actor]:
    """One actor a standing, each with a group of their own."""
    actors = {}
    for standing in Standing:
        person = telegram.person(standing.value, id=IDS.get(standing))
        runs = standing in (Standing.GROUP_ADMIN, Standing.ANONYMOUS_ADMIN)
        admins = (person,) if runs else ()
        group = telegram.group(standing.value, *(() if runs else (person,)), admins=admins)
        actors[standing] = Actor(telegram, standing, person, group)
    return actors
