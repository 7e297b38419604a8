-- One platform identity as text; the unit separator cannot stand in an id.
create or replace temp macro ref(native, own_platform) as coalesce(own_platform, getvariable('platform')) || chr(31) || native;

-- Every key of a record and every digest of what it says is made here, and nowhere else: the first 64 bits of SHA-256 over
-- the community's secret and the words. Without the secret it is null, never a digest that can be guessed.
create or replace temp macro digest64(words) as
    ('0x' || substr(sha256(getvariable('secret') || words), 1, 16))::ubigint;

-- What an order's line is known by.
create or replace temp macro line_key(order_ref, account_ref, ordered_utc, product, quantity, line_amount) as
    digest64(
        concat_ws(
            chr(31), coalesce(order_ref, ''), coalesce(account_ref, ''), epoch_us(ordered_utc), coalesce(product, ''),
            coalesce(quantity, 0), line_amount
        )
    );

-- The text in NFC. Most text has only characters that never join or part (Latin, Cyrillic, Chinese, Japanese, Korean,
-- signs, emoji): to check that takes a fifth of the time.
create or replace temp macro composed(words) as case
    when regexp_full_match(
        words,
        '[\x00-\x{2ff}\x{400}-\x{482}\x{2002}-\x{20cf}\x{2190}-\x{2328}\x{2330}-\x{2adb}\x{3000}-\x{3029}\x{3041}-\x{3096}\x{309b}-\x{9fff}\x{ac00}-\x{d7a3}\x{fe00}-\x{fe0f}\x{ff00}-\x{ffef}\x{1f000}-\x{1faff}]*'
    ) then words
    else nfc_normalize(words)
end;

-- A naive stamp of the export as UTC, and a UTC stamp as community time.
create or replace temp macro utc(t) as
    case when getvariable('export_tz') = 'UTC' then t else timezone('UTC', timezone(getvariable('export_tz'), t)) end;
create or replace temp macro local(t) as
    case when getvariable('tz') = 'UTC' then t else timezone(getvariable('tz'), timezone('UTC', t)) end;

-- Of two versions of a record that were observed at the same moment, the one with the greater digest wins. Accounts and
-- groups stand in it by their keys, because their numbers depend on the order of loads.
create or replace temp macro text_of(word) as coalesce(word::varchar, '') || chr(31);
create or replace temp macro message_digest(author_key, group_key, sent_at, kind, length, flags, reply_to) as
    digest64(
        text_of(author_key) || text_of(group_key) || text_of(sent_at) || text_of(kind) || text_of(length)
        || text_of(flags) || text_of(reply_to)
    );
create or replace temp macro profile_digest(is_bot, is_staff, joined_at, left_at, channel, inviter_key) as
    digest64(
        text_of(is_bot) || text_of(is_staff) || text_of(joined_at) || text_of(left_at) || text_of(channel)
        || text_of(inviter_key)
    );
-- Of an order line, the one of which more was paid back: that comes after the payment.
create or replace temp macro line_digest(
    product, quantity, amount, order_amount, refund_amount, refunded_at, currency, channel, category, cost, due_on
) as
    {'refund': coalesce(refund_amount, 0), 'digest': digest64(
        text_of(product) || text_of(quantity) || text_of(amount) || text_of(order_amount) || text_of(refund_amount)
        || text_of(refunded_at) || text_of(currency) || text_of(channel) || text_of(category) || text_of(cost)
        || text_of(due_on)
    )};

-- Records that a load corrects; empty where it corrects none.
create or replace temp table newer_message (key ubigint, sent_at timestamp, was_sent_at timestamp, is_changed boolean);
create or replace temp table newer_interaction (key ubigint, happened_at timestamp, was_happened_at timestamp);

-- The accounts and groups that the staged records name, with the numbers that the community knows them by.
create or replace temp table arrived_account (account_ref varchar, account integer, key varchar);
create or replace temp table arrived_group (group_ref varchar, group_id integer, key varchar);

-- Whether a message may be one that a bridge carried: where commkit.toml names bridges, or the export does.
create or replace temp macro may_be_carried(kind, flags) as
    kind in ('text', 'media') and (getvariable('has_bridges') or flags & 8 = 8);

-- Whether the words of a message may be others in another export: it was edited or deleted, or names somebody as the
-- exporting phone does.
create or replace temp macro may_change(kind, flags) as kind = 'deleted' or flags & 33 > 0;

-- What a bridge writes before the words of others, whole and in parts: [telegram] <Ana>, <Ana>, **<Ana>**, (Ana).
-- Mentions, links and emoji stand in angle brackets too, but they begin with a sign or contain a colon.
create or replace temp macro relayed(words) as regexp_extract(
    words,
    '^((?:\[([^\[\]<>()\n]{1,32})\][ \t]?)?\*{0,2}(?:(?:<|&lt;)([^<>@#!:\s][^<>:\n]{0,63}?)(?:>|&gt;)\*{0,2}:?\s?|\(([^()\n]{1,64})\)\*{0,2}:?(?:\s|$)))',
    ['whole', 'platform', 'angled', 'round']
);

-- The name in it, without the invisible characters that bridges put into names so that nobody is notified.
create or replace temp macro named(relay) as nullif(
    trim(regexp_replace(coalesce(nullif(relay.angled, ''), relay.round), '[\x{200b}-\x{200f}\x{2060}\x{feff}]', '', 'g')), ''
);
create or replace temp macro behind(relay, own_platform) as ref(
    case when lower(relay.platform) = 'irc' then lower(named(relay)) else named(relay) end,
    coalesce(nullif(trim(lower(relay.platform)), ''), 'bridge of ' || coalesce(own_platform, getvariable('platform')))
);
