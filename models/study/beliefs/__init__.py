"""What to ask a reader before a step, page by page, and which belief each wrong answer shows."""
