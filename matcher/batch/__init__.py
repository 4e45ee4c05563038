"""Any number of openings against everybody: bounded work, streamed and resumable results."""
