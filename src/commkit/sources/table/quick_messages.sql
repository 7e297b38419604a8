-- A table of messages as the engine reads it. What the careful way would trim, take for blank, mend or refuse
-- ends the reading: the careful way, cells.py and kinds.py, takes over, and says the same of every plain cell. People and groups are looked at afterwards, once each.
create or replace temp macro has_odd_space(cell) as
    suffix(cell, ' ') or suffix(cell, chr(9)) or suffix(cell, chr(10)) or suffix(cell, chr(13))
    or case when strlen(cell) > length(cell) then regexp_matches(
        cell,
        '^[\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]|[\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]$'
            || '|[\x{61c}\x{200b}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2060}\x{2066}-\x{2069}\x{feff}]'
    ) else false end;
create or replace temp macro doubtful(cell) as
    has_odd_space(cell)
    or case
        when cell < '>'
        then cell < '/' or suffix(cell, '.0') or prefix(cell, '=') or prefix(cell, '#') or cell ilike '%e%' or contains(cell, ',')
        else prefix(cell, '`')
    end
    or (strlen(cell) < 7 and cell in ('—', '——', 'null', 'NULL', '\N', 'nan', 'NaN', 'None', 'N/A'));
create or replace temp macro plain_time(cell) as
    (length(cell) = 19 and cell[17] = ':') or (length(cell) = 23 and cell[20] = '.' and not suffix(cell, 'Z'));
create or replace temp macro doubtful_time(cell) as
    not plain_time(cell) and (
        length(cell) not in (10, 16, 26) or cell[5] not in ('-', '/') or cell like '%+%' or cell like '%-__:__'
        or cell like '%:%-__' or suffix(cell, 'Z')
    );
create or replace temp view incoming as
with shape as (
    select
        null::varchar as platform, null::varchar as id, null::varchar as "group", null::varchar as author,
        null::varchar as author_name, null::varchar as "time", null::varchar as text, null::varchar as reply_to
    where false
),
cell as (
    from shape
    union all by name
    from read_csv(
        getvariable('feed'), columns = getvariable('columns'), delim = getvariable('layout').delimiter,
        header = getvariable('layout').has_header, quote = '"', escape = '"', nullstr = '', auto_detect = false,
        max_line_size = 1000000, hive_partitioning = false
    )
)
select
    platform, id as native, coalesce("group", getvariable('layout')."group") as "group", author, author_name,
    "time"::timestamp as sent_at,
    case when text is null and getvariable('layout').has_text then 'media' else 'text' end as kind, text, reply_to,
    0 as flags
from cell
where case
    when author is null or "time" is null or doubtful_time("time")
        or "time" not between '1900' and '2200' or doubtful(id) or doubtful(reply_to) or doubtful(author_name)
        or doubtful(platform) or (length("time") = 10 and not getvariable('layout').takes_days)
    then error('unclean')
    else true
end
