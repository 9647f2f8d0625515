"""What becomes of stacks in real Go: how they grow, move, shrink, and where they come from."""
