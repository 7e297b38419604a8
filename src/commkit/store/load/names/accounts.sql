-- Every account that the staged records name, once.
select distinct account_ref
from (
    select author_ref as account_ref from stage.message
    union all select account_ref from stage.profile
    union all select inviter_ref from stage.profile
    union all select account_ref from stage.membership
    union all select inviter_ref from stage.membership
    union all select sender_ref from stage.interaction
    union all select receiver_ref from stage.interaction
    union all select account_ref from stage.event
    union all select account_ref from stage.purchase_line
    union all select inviter_ref from stage.referral
    union all select invitee_ref from stage.referral
    union all select account_ref from stage.alone
    union all select other_ref from stage.alone
    union all select subject_ref from stage.event
)
where account_ref is not null
