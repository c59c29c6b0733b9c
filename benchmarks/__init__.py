"""Measurements that take minutes; each has its own make target."""
