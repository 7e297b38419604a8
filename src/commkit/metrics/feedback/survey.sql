-- Answers by survey, question and scale, which are never mixed. Who was invited is known where the export says how many,
-- or lists those who did not answer.
with asked as (
    -- Of a named survey each member's last answer counts, and who has answered was not asked in vain.
    from survey
    where $question::varchar is null or contains(lower(concat_ws(' ', survey, question)), lower($question))
    qualify survey is null or member is null or row_number() over (
        partition by survey, question, scale, member order by score is null, answered_at desc, key
    ) = 1
)
select
    slice, survey, question, scale, bool_and(is_scale_told) as is_scale_told, bool_and(is_nps) as is_nps,
    count(score) as answers,
    case
        when getvariable('slice_by') is null and max(invited) > 1 then greatest(max(invited), count(score))
        when count(score) < count(*) then count(*)
    end::bigint as of_invited,
    count(*) filter (is_nps and score >= 9) as promoters, count(*) filter (is_nps and score <= 6) as detractors,
    count(*) filter (not is_nps and is_in_top_two(score, scale)) as satisfied, avg(score)::double as mean_score
from asked
group by slice, survey, question, scale
order by slice nulls first, min(answered_on) nulls last, survey, question, scale
