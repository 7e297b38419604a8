with worse as (
    select
        *, count(*) over (partition by slice) as n,
        rank() over (partition by slice order by recency_days desc) - 1 as worse_r,
        rank() over (partition by slice order by frequency) - 1 as worse_f,
        rank() over (partition by slice order by monetary) - 1 as worse_m
    from measured($on)
),
scored as (
    select
        *,
        case
            when $recency_cuts is null then fifth(worse_r, n)
            else 1 + len(list_filter($recency_cuts::double[], lambda cut: cut >= recency_days))
        end as r,
        case
            when $frequency_cuts is null then fifth(worse_f, n)
            else 1 + len(list_filter($frequency_cuts::double[], lambda cut: cut <= frequency))
        end as f,
        case
            when $monetary_cuts is null then fifth(worse_m, n)
            else 1 + len(list_filter($monetary_cuts::double[], lambda cut: cut <= monetary))
        end as m
    from worse
)
select
    slice, handle, segment_of(r, f) as segment,
    value_level(r + f + m) as level,
    r, f, m, last_on, recency_days, frequency, monetary
from scored
order by slice, handle
