"""How fast is the index, beside what else one could install?"""
