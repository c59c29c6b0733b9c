"""How well does a window answer, and how sure is the first? Signs, weights, the verdict."""
