-- Remove accounts that no fact names any more.
delete from raw.account
where account not in (
    select account from raw.message where account is not null
    union select account from raw.profile
    union select inviter from raw.profile where inviter is not null
    union select account from raw.membership
    union select inviter from raw.membership where inviter is not null
    union select sender from raw.interaction
    union select receiver from raw.interaction where receiver is not null
    union select account from raw.event where account is not null
    union select account from raw.purchase_line where account is not null
    union select inviter from raw.referral
    union select invitee from raw.referral
    union select account from raw.alone where account is not null
    union select other from raw.alone where other is not null
    union select subject from raw.event where subject is not null
)
