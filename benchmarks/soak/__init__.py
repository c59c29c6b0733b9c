"""Minutes of everything at once: questions, inline queries, taps, uploads, a reindex."""
