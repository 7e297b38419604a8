-- What the community and the exports before one of this load tell, where their words may change.
create or replace temp table told_before (
    group_ref varchar, author_ref varchar, sent_at timestamp, key ubigint, is_loose boolean
)
