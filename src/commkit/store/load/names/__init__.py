"""Accounts and groups get their keys, numbers and names."""
