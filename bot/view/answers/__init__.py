"""Answers as users see them: blocks, buttons, cards, links, citations."""
