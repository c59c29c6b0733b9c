"""The one HTTP application: each room gives it routes. What it needs is the extra ``web``."""
