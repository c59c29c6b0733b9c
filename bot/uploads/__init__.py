"""Files from the chat, on their way into the collection."""
