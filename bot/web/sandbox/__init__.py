"""The bot without Telegram: a Bot API server on loopback, the real bot, and a page to chat in."""
