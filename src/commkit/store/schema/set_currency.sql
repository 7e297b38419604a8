update raw.meta set currency = coalesce(currency, $currency)
