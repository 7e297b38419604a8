"""The files behind a path, as streams under limits."""
