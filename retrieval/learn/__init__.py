"""Questions with known answers → which words stand for which."""
