"""How is an article read? Its sentences, what leads to them, and the windows that answer."""
