"""From a list of events to a picture: trace -> scene -> player. Nothing here decides what happens.

    player    what a scene is, and all that draws one: in a page, in a notebook, on paper
    scenes    what each event moves and says, a scene a subject
    pages     which players each page has
    figures   standing figures, drawn with matplotlib and networkx
    pictures  an idea in one drawing
    tables    what was counted, recorded or claimed, as tables
    code      listings, instructions, rules, and what tools printed

A page calls `show` and nothing else of this.
"""
