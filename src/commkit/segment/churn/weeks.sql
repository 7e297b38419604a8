-- What each member did in the last seven days up to each review, and in a mean week of the four before: of those weeks that
-- lie wholly after the member's first day, at least two. Who is not known to have a first day was there before.
with review as (select distinct unnest($reviews::date[]) as review_on),
done as (
    select
        review.review_on, did.member, (review.review_on - did.day) // 7 as weeks_ago,
        sum(
            case coalesce(getvariable('active_by'), 'spoke')
                when 'reacted' then did.reactions_sent when 'event' then did.events when 'bought' then did.purchases
                when 'any' then did.messages + did.reactions_sent + did.events + did.purchases
                else did.messages
            end
        ) as deeds
    from life_day as did
    join review on did.day > review.review_on - 35 and did.day <= review.review_on
    group by all
),
whole as (
    select
        review.review_on, everyone.member,
        coalesce(greatest(0, least(4, (review.review_on - origin.origin_on) // 7 - 1)), 4) as weeks
    from everyone
    cross join review
    left join origin on origin.member = everyone.member
    where coalesce(origin.origin_on <= review.review_on, true)
)
select
    whole.review_on, whole.member,
    coalesce(sum(done.deeds) filter (done.weeks_ago = 0), 0)::bigint as deeds_7,
    case when whole.weeks >= 2 then
        coalesce(sum(done.deeds) filter (done.weeks_ago between 1 and whole.weeks), 0) / whole.weeks
    end::double as usual_deeds
from whole
left join done using (review_on, member)
group by whole.review_on, whole.member, whole.weeks
