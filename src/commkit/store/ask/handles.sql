-- Every member's handle.
select handle from everyone order by handle
