-- What these loads tell of the orders that any load tells as unpaid. An export that tells of a cancelled order was made no
-- earlier than that was; a line that it tells as paid and as unpaid was paid.
insert into raw.order_state
with made as (
    select load.load_id, greatest(load.observed_at, max(said.told_at)) as observed_at
    from stage.load as load
    left join stage.unpaid as said using (load_id)
    group by load.load_id, load.observed_at
),
paid as (
    select load_id, unnest([order_key, key]) as key
    from stage.purchase_line
    where has_id
),
unpaid as (
    select
        said.load_id, case when paid.key is null then said.order_key else said.key end as key,
        case when said.is_over then 2 else 0 end as standing
    from stage.unpaid as said
    left join (select distinct load_id, key from paid) as paid on paid.load_id = said.load_id and paid.key = said.order_key
),
told as (
    select load_id, key, standing from unpaid
    union all
    select load_id, key, 1
    from paid
    where key in (select key from unpaid union select key from raw.order_state)
)
select told.key, case when bool_or(told.standing = 1) then 1 else max(told.standing) end, made.observed_at, told.load_id
from told
join made using (load_id)
group by told.key, made.observed_at, told.load_id
