select handle, any_value(name) as name from private.file group by handle
