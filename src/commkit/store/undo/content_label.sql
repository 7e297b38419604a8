delete from raw.content_label where load_id = $load_id
