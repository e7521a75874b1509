"""Spreadsheets: a module for each format, and what they share, from number formats to the lines of text."""
