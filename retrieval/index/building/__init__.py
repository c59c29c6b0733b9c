"""How a collection becomes a generation, and what changes one."""
