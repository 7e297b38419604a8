select distinct author_ref from stage.message where list_contains($loads, load_id) and author_ref is not null
