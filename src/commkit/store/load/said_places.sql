insert into stage.place
select $load_id, ref, true from incoming where not is_person
