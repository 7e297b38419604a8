insert into raw.load_count
select $load_id, 'label', count(*), count(*), 0, 0, 0 from raw.label where load_id = $load_id
