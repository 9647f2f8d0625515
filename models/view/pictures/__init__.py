"""An idea in one drawing, made by hand out of boxes and arrows."""
