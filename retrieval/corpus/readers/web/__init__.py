"""How is a saved page read: what it shows, which part is the article, what it says about it?"""
