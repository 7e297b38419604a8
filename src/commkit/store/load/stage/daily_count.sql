-- What a platform counted on a day of its own calendar: for a group, for one of the staff, or for the whole community.
insert into stage.daily_count
with said as (select ref(member, platform) as account_ref, ref("group", platform) as group_ref, * from incoming)
select
    $load_id,
    digest64(concat_ws(chr(31), coalesce(account_ref, ''), coalesce(group_ref, ''), day, name)),
    account_ref, null, group_ref, day, name, value, digest64(value::varchar)
from said
