"""How are the files of office programs read?"""
