"""The sandbox in a browser: people chat with the real bot."""
