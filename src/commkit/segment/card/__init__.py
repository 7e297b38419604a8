"""All that is known of one member, on one page."""
