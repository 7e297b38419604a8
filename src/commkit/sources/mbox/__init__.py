"""Archives of mailing lists."""
