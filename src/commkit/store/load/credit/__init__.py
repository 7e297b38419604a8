"""What a bridge carried in is credited to its author."""
