"""What was asked, what it found, and what people thought of it."""
