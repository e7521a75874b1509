"""PDF: what is painted on its pages, and the tables and lines of text that it makes."""
