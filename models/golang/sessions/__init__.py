"""Tools asked as a reader would ask them, and what listings print: commands, and what is kept of the answers."""
