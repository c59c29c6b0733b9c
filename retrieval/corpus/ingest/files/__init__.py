"""Which files lie there, which of their parts may be articles, and what has been read before?"""
