-- A join or leave is of whoever it names; where names do not last it is known without them, by its group and time, and one
-- of nobody, as of the exporter, stands here too, so that the first, second ... of a minute are the same in every export.
insert into stage.membership
with said as (
    select
        ref(member, null) as account_ref, ref("group", null) as group_ref, ref(inviter, null) as inviter_ref,
        utc(happened_at) as happened_utc, change, how
    from incoming
)
select
    $load_id,
    digest64(
        concat_ws(
            chr(31), case when getvariable('names_last') then account_ref end, coalesce(group_ref, ''),
            epoch_us(happened_utc), change
        )
    ),
    account_ref, group_ref, happened_utc, change, how, inviter_ref
from said
where (account_ref is not null or not getvariable('names_last')) and happened_utc is not null
