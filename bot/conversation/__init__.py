"""Who speaks with the bot, and what handlers share: answers, permissions, replies."""
