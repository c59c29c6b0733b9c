"""The command line: what can be said to ``wence``, and the one place that puts it all together."""
