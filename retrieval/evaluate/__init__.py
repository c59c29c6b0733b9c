"""Questions with known answers → measures and milliseconds."""
