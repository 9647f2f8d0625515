"""The standing figures: numbers that were measured, drawn with matplotlib and networkx."""
