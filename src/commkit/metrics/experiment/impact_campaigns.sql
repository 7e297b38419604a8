-- When each campaign began.
select campaign, min(starts_on) as starts_on from campaign where starts_on is not null group by campaign order by starts_on
