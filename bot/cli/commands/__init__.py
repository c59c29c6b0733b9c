"""One module for each command of ``wence``, or for a few that belong together."""
