-- Of those who answered, and of all members who are there, how many were active in the last 28 days.
with active as (
    select distinct member from life_day where is_active and day > getvariable('as_of_on')::date - 28
),
answering as (select distinct member from survey where score is not null and member is not null)
select
    (select count(distinct member) from here) as members,
    (select count(distinct member) from here where member in (select member from active)) as active_members,
    (select count(*) from answering) as answering,
    (select count(*) from answering where member in (select member from active)) as active_answering
