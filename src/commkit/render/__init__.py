"""The faces of an answer: table, CSV, TSV, JSON, NDJSON, Markdown, XLSX, Parquet, and its chart as text, PNG or SVG."""
