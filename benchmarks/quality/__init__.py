"""How good are the answers, against their goals, and how are their weights fitted?"""
