"""Which accounts are staff and which are bots."""
