-- The orders and lines of which the last word is that they are not paid. A later load has it, unless its export was made
-- earlier and tells of an earlier standing: two exports of which one is only a part do not show which is the later.
insert into raw.unpaid
with told as (
    select key, standing, observed_at, load_id from raw.order_state
    union all
    select state.key, 1, line.observed_at, line.load_id
    from (select distinct key from raw.order_state) as state
    join raw.purchase_line as line on line.order_key = state.key
    union all
    select state.key, 1, line.observed_at, line.load_id
    from (select distinct key from raw.order_state) as state
    join raw.purchase_line as line on line.key = state.key
),
settled as (
    select
        key,
        list_reduce(
            list({'standing': standing, 'observed_at': observed_at} order by load_id, observed_at),
            lambda held, said: case
                when said.observed_at >= held.observed_at or said.standing > held.standing then said else held
            end
        ) as last_word
    from told
    group by key
)
select key from settled where last_word.standing <> 1
