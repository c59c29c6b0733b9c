"""What does a question ask for? Its terms, kind of answer, filters and places."""
