"""Reports as pages, letters, texts and workbooks."""
