-- A label of a content, which has no end. Whoever gave it is the other account, for it is not about them.
insert into new.raw.label by name
select
    * exclude (account, label, labelled_at), account as other, 'label' as dimension, label as value,
    labelled_at as valid_from, 0 as version
from old.raw.content_label
