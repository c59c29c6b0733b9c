"""What runs by itself beside the handlers."""
