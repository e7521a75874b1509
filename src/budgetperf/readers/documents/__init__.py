"""Documents of paragraphs and tables: a module for each format, and what they share."""
