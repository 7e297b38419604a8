delete from raw.referral where load_id = $load_id
