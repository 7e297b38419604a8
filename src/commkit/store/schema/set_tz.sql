update raw.meta set tz = $tz
