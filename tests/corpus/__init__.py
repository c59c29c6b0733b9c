"""Tests of reading, cleaning and keeping."""
