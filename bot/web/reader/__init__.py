"""The collection in a browser: articles as they are kept, and a page to search them."""
