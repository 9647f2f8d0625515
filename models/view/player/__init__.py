"""What a scene is, and all that draws one: a page, a notebook's widget, pictures on paper."""
