-- Whether any account has written as much as it takes to be found or thought a bot by how it behaves.
select exists (select 1 from raw.account_day group by account having sum(messages) >= 20)
