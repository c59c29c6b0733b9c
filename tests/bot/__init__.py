"""The bot from outside: raw updates in over loopback, recorded requests out."""
