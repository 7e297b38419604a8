"""Messages that another export tells in other words."""
