"""Between Telegram and the handlers: messages in, messages out, order, limits, logs."""
