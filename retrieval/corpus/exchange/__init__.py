"""The collection as files that another home, another version or a person can read."""
