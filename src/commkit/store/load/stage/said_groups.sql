insert into stage.named_group
select $load_id, ref from incoming where not is_account
