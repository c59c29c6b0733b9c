"""Updates on their way in: asked for or posted, written down, put in order, handed on."""
