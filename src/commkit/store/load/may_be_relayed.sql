select exists (select 1 from stage.message where behind_ref is not null)
