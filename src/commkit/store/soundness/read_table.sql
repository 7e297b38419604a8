select bit_xor(hash(whole)) from query_table($called) as whole
