"""What every page shares: its frame and look, its language, its headers, and what goes wrong."""
