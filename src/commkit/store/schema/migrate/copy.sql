-- A table that means what it meant. What it has no column for stays null.
insert into new.raw.{table} by name select * from old.raw.{table}
