"""Texts: from bytes to characters, and from those to the tables and lines in them."""
