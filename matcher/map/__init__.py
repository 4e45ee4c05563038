"""A network as a picture: its trades as groups of similar titles, everybody a point."""
