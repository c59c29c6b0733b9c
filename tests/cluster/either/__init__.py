"""What real nodes and what stands in for them have to do alike."""
