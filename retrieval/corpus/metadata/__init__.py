"""Text of a page → draft: cleaned, titled, dated, attributed."""
