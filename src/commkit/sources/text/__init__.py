"""JSON, HTML and stamps, read leniently."""
