select distinct currency from stage.purchase_line where currency is not null
