update raw.meta set currency = (select min(currency) from raw.purchase_line)
