"""Question in, answer out. Knows no Telegram, no environment and no async."""
