"""Pages for people who sign in: one router a page."""
