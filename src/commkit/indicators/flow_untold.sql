-- Platforms of members of whom no export can tell that they leave.
select distinct platform from member where platform not in (select platform from telling where kind = 'leaves') order by platform
