"""The app: shared options, commands, refusals and exit codes."""
