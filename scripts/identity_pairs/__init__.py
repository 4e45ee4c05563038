"""Labelled pairs to measure identity with: one person told twice, and two people who look like one."""
