"""Folding, tokens with offsets, lexicon."""
