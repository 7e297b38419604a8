insert into stage.referral
with said as (
    select
        ref(inviter, platform) as inviter_ref, ref(invitee, platform) as invitee_ref,
        utc(happened_at) as happened_utc, campaign
    from incoming
)
select
    $load_id, digest64(concat_ws(chr(31), inviter_ref, invitee_ref, coalesce(epoch_us(happened_utc), 0))),
    inviter_ref, invitee_ref, happened_utc, campaign
from said
