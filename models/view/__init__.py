"""From a list of events to a picture: trace -> scene -> player. Nothing here decides what happens."""
