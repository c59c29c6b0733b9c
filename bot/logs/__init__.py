"""The log: one line an event, with the update it belongs to; no token, no names, no texts."""
