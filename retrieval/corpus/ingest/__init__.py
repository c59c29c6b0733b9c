"""Files → collection: what is new, which article it is, how it is written."""
