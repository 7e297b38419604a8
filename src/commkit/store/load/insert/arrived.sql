-- Staged records as they will stand in the community: accounts and groups by their numbers, and when they were observed.
-- `word` decides between versions of one record that were observed at the same moment: the greatest wins.
create or replace temp view arrived_message as
select
    said.key, arrived_group.group_id, author.account, said.sent_at, said.kind, said.length, said.reply_to, said.flags,
    load.observed_at, said.load_id,
    message_digest(author.key, arrived_group.key, said.sent_at, said.kind, said.length, said.flags, said.reply_to) as word
from stage.message as said
join stage.load as load on load.load_id = said.load_id
left join arrived_account as author on author.account_ref = said.author_ref
left join arrived_group using (group_ref);

create or replace temp view arrived_profile as
select
    said.key, member.account, arrived_group.group_id, said.is_bot, said.is_staff, said.joined_at, said.left_at, said.channel,
    inviter.account as inviter, load.observed_at, said.load_id,
    profile_digest(said.is_bot, said.is_staff, said.joined_at, said.left_at, said.channel, inviter.key) as word
from stage.profile as said
join stage.load as load on load.load_id = said.load_id
join arrived_account as member on member.account_ref = said.account_ref
left join arrived_group using (group_ref)
left join arrived_account as inviter on inviter.account_ref = said.inviter_ref;

create or replace temp view arrived_purchase_line as
select
    said.key, coalesce(said.order_key, said.key) as order_key, buyer.account, said.ordered_at, said.product,
    said.quantity, said.amount, said.order_amount, said.refund_amount, said.refunded_at, said.currency,
    said.channel, said.category, said.cost, said.due_on, load.observed_at, said.load_id,
    line_digest(
        said.product, said.quantity, said.amount, said.order_amount, said.refund_amount, said.refunded_at, said.currency,
        said.channel, said.category, said.cost, said.due_on
    ) as word
from stage.purchase_line as said
join stage.load as load on load.load_id = said.load_id
left join arrived_account as buyer on buyer.account_ref = said.account_ref;

create or replace temp view arrived_referral as
select
    said.key, inviter.account as inviter, invitee.account as invitee, said.happened_at, said.campaign,
    load.observed_at, said.load_id, text_of(said.campaign) as word
from stage.referral as said
join stage.load as load on load.load_id = said.load_id
join arrived_account as inviter on inviter.account_ref = said.inviter_ref
join arrived_account as invitee on invitee.account_ref = said.invitee_ref;

create or replace temp view arrived_interaction as
select
    said.key, arrived_group.group_id, said.message, sender.account as sender, receiver.account as receiver, said.kind,
    said.happened_at, load.observed_at, said.load_id, text_of(arrived_group.key) || text_of(said.happened_at) as word
from stage.interaction as said
join stage.load as load on load.load_id = said.load_id
join arrived_account as sender on sender.account_ref = said.sender_ref
left join arrived_account as receiver on receiver.account_ref = said.receiver_ref
left join arrived_group using (group_ref);
