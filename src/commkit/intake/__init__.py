"""From paths to staged exports, and the account of a load."""
