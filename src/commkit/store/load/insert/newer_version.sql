-- The same for records that stand alone, which carry the digest of all that may change as their version.
merge into raw.{table} as target
using (
    select distinct on (said.key)
        said.* exclude (load_id, account_ref, other_ref, group_ref), other.account as other, load.observed_at
    from stage.{table} as said
    join stage.load as load on load.load_id = said.load_id
    left join arrived_account as other on other.account_ref = said.other_ref
    order by said.key, load.observed_at desc, said.version desc
) as newest
on target.key = newest.key
when matched and (newest.observed_at, newest.version) > (target.observed_at, target.version) then update by name
