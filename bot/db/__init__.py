"""``chats.db``: what is kept of chats and people, and taking it out again."""
