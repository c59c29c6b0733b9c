"""Bytes → text: which encoding, and what was read in a wrong one."""
