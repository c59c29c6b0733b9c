"""Lists of postings: how they are packed, and how the best passages are found in them."""
