insert into raw.meta values ($schema_version, $app_version, $tz, $currency, $secret_check, $created_at)
