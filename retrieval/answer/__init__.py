"""Question → query → hits → excerpt → answer."""
