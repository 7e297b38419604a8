-- As the R package rfm 0.3 scores: type-7 quintiles plus 1, bins closed below; its test suite's ten segment rules.
-- A quintile between two sums of cents has three decimals; what binary fractions add would separate equal values.
with edge as (
    select
        slice,
        list_transform(quantile_cont(recency_days, [0.2, 0.4, 0.6, 0.8]), lambda cut: round(cut, 3) + 1) as recency,
        list_transform(quantile_cont(frequency, [0.2, 0.4, 0.6, 0.8]), lambda cut: round(cut, 3) + 1) as frequency,
        list_transform(quantile_cont(monetary::double, [0.2, 0.4, 0.6, 0.8]), lambda cut: round(cut, 3) + 1) as monetary
    from measured('orders')
    group by slice
),
scored as (
    select
        said.*, 1 + len(list_filter(edge.recency, lambda cut: cut > said.recency_days)) as r,
        1 + len(list_filter(edge.frequency, lambda cut: cut <= said.frequency)) as f,
        1 + len(list_filter(edge.monetary, lambda cut: cut <= said.monetary)) as m
    from measured('orders') as said
    join edge on edge.slice is not distinct from said.slice
)
select
    slice, handle,
    case
        when r >= 4 and f >= 4 and m >= 4 then 'champions'
        when r >= 2 and f >= 3 and m >= 3 then 'loyal'
        when r >= 3 and f <= 3 and m <= 3 then 'potential_loyalist'
        when r >= 4 and f = 1 and m = 1 then 'new'
        when r between 3 and 4 and f = 1 and m = 1 then 'promising'
        when r between 2 and 3 and f between 2 and 3 and m between 2 and 3 then 'need_attention'
        when r between 2 and 3 and f <= 2 and m <= 2 then 'about_to_sleep'
        when r <= 2 and f between 2 and 5 and m between 2 and 5 then 'at_risk'
        when r = 1 and f >= 4 and m >= 4 then 'cannot_lose'
        when r <= 2 and f <= 2 and m <= 2 then 'lost'
        else 'others'
    end as segment,
    value_level(r + f + m) as level,
    r, f, m, last_on, recency_days, frequency, monetary
from scored
order by slice, handle
