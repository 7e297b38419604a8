-- Who goes by a handle, be it that of an account that was merged into another.
with asked as (
    select person.member
    from raw.account as account
    join person using (account)
    where account.handle = lower($handle)
),
whole as (
    select person.member, string_agg(distinct account.platform, ', ' order by account.platform) as platform
    from person
    join raw.account as account using (account)
    where person.member in (select member from asked)
    group by person.member
),
-- Who has left every place.
gone as (
    select member, max(left_on) as left_on
    from stay
    group by member
    having bool_and(coalesce(left_on <= getvariable('as_of_on')::date, false))
)
select
    everyone.handle, whole.platform, roster.channel, origin.origin_on, coalesce(origin.is_earlier, false) as is_earlier,
    gone.left_on, everyone.is_staff, everyone.is_bot, everyone.left_out_for
from asked
join everyone using (member)
join whole using (member)
left join roster using (member)
left join origin using (member)
left join gone using (member)
