-- What became of records, under the names that their kinds have.
insert into new.raw.{table} by name
select
    * replace (
        case kind when 'ticket' then 'case' when 'content_label' then 'label' when 'cost' then 'ledger' else kind end
            as kind
    )
from old.raw.{table}
