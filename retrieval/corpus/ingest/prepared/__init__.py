"""Parts of a collection that are prepared elsewhere, by as many processes as there are."""
