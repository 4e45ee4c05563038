"""One router a domain word."""
