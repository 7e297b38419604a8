"""Checks as CI systems read them."""
