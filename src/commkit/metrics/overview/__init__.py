"""How the community stands at a glance."""
