"""Data protection: what a contact may ask for, and what is owed to them without asking."""
