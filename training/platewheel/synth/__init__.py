"""Synthetic licence plates: designs worldwide, drawn with the place of every character known."""
