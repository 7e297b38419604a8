"""Tables of any kind: CSV, TSV, XLSX, Parquet and JSON lines."""
