select
    min(local(starts_at)::date) as starts_on, max(local(coalesce(ends_at, starts_at))::date) as ends_on, campaign
from raw.campaign
group by campaign
order by starts_on, campaign
