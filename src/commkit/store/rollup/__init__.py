"""What each account did on each day, kept up for the days that a load touches."""
