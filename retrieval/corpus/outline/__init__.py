"""What is the outline of a document?"""
