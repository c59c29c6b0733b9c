"""Files in, articles and passages in SQLite out."""
