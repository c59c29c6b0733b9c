"""How are printed pages read: PDF, OFD, scans and pictures?"""
