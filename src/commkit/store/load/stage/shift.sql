-- Another load has been committed meanwhile: these loads follow it.
update stage.{table} set load_id = load_id + $shift
