select exists (select 1 from stage.message where may_be_carried(kind, flags))
