"""Pages, made by the server: for those who sign in, and for contacts without an account; no other host."""
