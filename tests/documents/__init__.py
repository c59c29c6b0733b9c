"""The documents: two of them are written from the code, the others are held to it."""
