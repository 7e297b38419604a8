delete from raw.purchase_line where load_id = $load_id
