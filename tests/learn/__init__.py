"""What the bot learns from its 👍."""
