select distinct account_ref, kind, said from stage.contact
