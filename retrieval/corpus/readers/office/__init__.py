"""How are the files of office programs read?

Word's are read by code of our own on lxml: of nine small files with one difficulty each (automatic
numbers, notes, nested tables, cells in content controls, deleted rows, formulas, letterheads in the
header, headings, hidden text) mammoth 1.13 and docx2python 3.7 kept five each, and neither writes
第一条. Workbooks are read by openpyxl and xlrd, the older files by LibreOffice.
"""
