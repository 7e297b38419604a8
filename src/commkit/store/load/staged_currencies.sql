select currency from stage.purchase_line where currency is not null
union
select currency from stage.ledger where currency is not null
union
select currency from stage.campaign where currency is not null
