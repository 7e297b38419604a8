"""A result's faces: table, CSV, TSV, JSON, NDJSON, Markdown, and its chart in a terminal, as PNG or as SVG."""
