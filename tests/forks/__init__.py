"""Processes of the program that start in a moment: forks of one that has imported it."""
