"""Which articles are near duplicates of one another?"""
