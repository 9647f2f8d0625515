"""What each event moves in a picture, and what it says: a scene a subject."""
