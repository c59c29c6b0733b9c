"""What people touch: the commands of ``wence`` and the Telegram bot."""
