"""BM25 over postings; generations on disk."""
