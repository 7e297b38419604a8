insert into stage.named_group
select $load_id, ref, true from incoming where not is_account
