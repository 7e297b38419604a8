-- Slack's markup as people see it: <@U1|ana> is @ana, <https://a.b|c> is c, &lt; is <.
create or replace temp macro labelled(words) as regexp_replace(
    regexp_replace(
        regexp_replace(words, '<@[^<>|]*\|(?:@([^<>]*)|([^<>@][^<>]*))>', '@\1\2', 'g'),
        '<#[^<>|]*\|(?:#([^<>]*)|([^<>#][^<>]*))>', '#\1\2', 'g'
    ),
    '<![^<>|]*\|(?:@([^<>]*)|([^<>@][^<>]*))>', '@\1\2', 'g'
);
create or replace temp macro unlabelled(words) as regexp_replace(
    regexp_replace(
        regexp_replace(
            regexp_replace(words, '<[^<>|@#!][^<>|]*\|([^<>]+)>', '\1', 'g'),
            '<[@!]@?([^<>|]*)\|?>', '@\1', 'g'
        ),
        '<##?([^<>|]*)\|?>', '#\1', 'g'
    ),
    '<([^<>|@#!][^<>|]*)\|?>', '\1', 'g'
);
create or replace temp macro as_seen(words) as case
    when words is null or not regexp_matches(words, '[<&]') then words
    else replace(replace(replace(unlabelled(labelled(words)), '&lt;', '<'), '&gt;', '>'), '&amp;', '&')
end;
create or replace temp view incoming as
select
    null::varchar as platform, native, "group", author, null::varchar as author_name, sent_at, kind,
    as_seen(markup) as text, reply_to, flags
from shaped
where not is_doubtful
