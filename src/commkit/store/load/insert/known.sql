-- The word of each record that the community knows, by the same columns as that of an arrived one.
create or replace temp view known_profile as
select
    said.key, said.observed_at,
    profile_digest(said.is_bot, said.is_staff, said.joined_at, said.left_at, said.channel, inviter.key) as word
from raw.profile as said
left join raw.account as inviter on inviter.account = said.inviter;

create or replace temp view known_purchase_line as
select
    key, observed_at,
    line_digest(
        product, quantity, amount, order_amount, refund_amount, refunded_at, currency, channel, category, cost, due_on
    ) as word
from raw.purchase_line;

create or replace temp view known_referral as
select key, observed_at, text_of(campaign) as word from raw.referral;
