"""From paths to staged exports, and what a load did with each record."""
