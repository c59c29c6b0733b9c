"""The desk: whoever looks after the collection sees it, and puts it right, in a browser."""
