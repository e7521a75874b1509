"""What the published documents say, by readings that do not use the package."""
