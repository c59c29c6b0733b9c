"""A Bot API server on loopback, as strict as Telegram, with people who use the bot.

The sandbox puts a page before it (``bot.web.sandbox``). A test starts the bot on
``telegram.url`` (setting ``api_base_url``) with the token ``bot.web.botapi.TOKEN`` and then
talks like a person::

    async with Telegram() as telegram:
        ...                                              # start the bot here
        alice = telegram.person("Alice")
        assert "三争行动" in await alice.says("三争行动是什么？")    # writes, waits for the answer

What ``says`` returns is a message as the person sees it now, edits included (``shown.Shown``):
``.text .html .bold .quotes .links .buttons .replies_to .topic .reactions .file``, and
``await it.when(lambda it: "完成" in it.text)`` waits for an edit.

    group = telegram.group("住房", alice, admins=(bob,), forum=False)
    await alice.says("/ask@wence_test_bot 公积金", to=group)
    await alice.hears_nothing("大家好", to=group)         # privacy mode: the bot never sees it
    alice.posts("…")                                      # waits for nothing
    alice.edits(asked, "…"); alice.blocks(); group.becomes_supergroup(); group.topic("…", by=bob)
    toast = await alice.taps(answer, "👍")                # .text .alert .url
    await alice.taps_data(answer, "v0:gone")              # a button of long ago
    await alice.opens("https://t.me/wence_test_bot?start=abc")
    await admin.sends_file("a.txt", b"...")
    found = await alice.types("三争行动")                  # inline: .results .titles .cache_time
    alice.picks(found.results[0], to=group)
    await alice.asks_as_guest("@wence_test_bot 公积金")

Raw updates go in with ``telegram.push({...})``; ``telegram.calls`` and
``telegram.called("sendMessage")`` are what came out, ``alice.transcript`` and
``group.transcript`` the chats. ``await telegram.settled()`` waits until the bot has taken
everything and is quiet.

Faults: ``telegram.faults.refuse("sendMessage", retry_after=1)``, ``.fail(…, code=502)``,
``.drop(…)``, ``.slow(…, seconds)``, ``.reject(…, bad("…"))``, ``.garble(…)``; ``.clear()`` ends
them. ``await telegram.goes_away()`` refuses connections until it ``.comes_back()``; ``.revoke()``
ends the token; ``telegram.world.slow_s`` puts Telegram's time behind this machine's;
``telegram.world.updates.twice = True`` delivers the next update twice. ``telegram.enforce()``
holds the bot to Telegram's limits over sliding windows (``Limits(minute=6)`` shortens them);
``telegram.gauge.refused`` counts.

Only HTML is parsed, only inline results of the type article are taken, and language codes have
two letters, as Telegram's own server checks them.
"""

from bot.web.botapi.errors import ApiError, Unmet, bad, forbidden
from bot.web.botapi.faults import Limits
from bot.web.botapi.groups import Group
from bot.web.botapi.people import Person
from bot.web.botapi.shown import Button, InlineAnswer, Shown, Toast
from bot.web.botapi.telegram import Telegram
from bot.web.botapi.world import TOKEN

__all__ = [
    "TOKEN",
    "ApiError",
    "Button",
    "Group",
    "InlineAnswer",
    "Limits",
    "Person",
    "Shown",
    "Telegram",
    "Toast",
    "Unmet",
    "bad",
    "forbidden",
]
