"""What an operator has of the HTTP application."""
