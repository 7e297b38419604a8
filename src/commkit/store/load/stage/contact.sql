insert into stage.contact
with said as (select ref(member, platform) as account_ref, email, phone from incoming where member is not null)
select $load_id, account_ref, 'email', email from said where email is not null
union all
select $load_id, account_ref, 'phone', phone from said where phone is not null
