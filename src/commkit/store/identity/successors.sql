-- How many pairs of members may be one person who goes on under another name or number; a nick worn by many tells little.
select count(distinct (member, other)) as pairs from successor where reason <> 'changed_nick' or strength > 1
