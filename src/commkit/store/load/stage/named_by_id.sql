insert into stage.name
select $load_id, ref, id from incoming where is_account
