"""Which article is this? What it is called, where it came from, and what it was before."""
