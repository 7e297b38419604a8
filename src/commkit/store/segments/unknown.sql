select handle from incoming where handle not in (select handle from raw.account) order by handle
