"""The tests of Wence."""
