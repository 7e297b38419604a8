-- Loads were numbered from 1 while nothing was locked; here they follow those that the database has.
update stage.talk_group set load_id = load_id + getvariable('shift') where getvariable('shift') > 0;
update stage.profile set load_id = load_id + getvariable('shift') where getvariable('shift') > 0;
update stage.message set load_id = load_id + getvariable('shift') where getvariable('shift') > 0;
update stage.membership set load_id = load_id + getvariable('shift') where getvariable('shift') > 0;
update stage.interaction set load_id = load_id + getvariable('shift') where getvariable('shift') > 0;
update stage.event set load_id = load_id + getvariable('shift') where getvariable('shift') > 0;
update stage.purchase_line set load_id = load_id + getvariable('shift') where getvariable('shift') > 0;
update stage.referral set load_id = load_id + getvariable('shift') where getvariable('shift') > 0;
update stage.survey set load_id = load_id + getvariable('shift') where getvariable('shift') > 0;
update stage.campaign set load_id = load_id + getvariable('shift') where getvariable('shift') > 0;
update stage.cost set load_id = load_id + getvariable('shift') where getvariable('shift') > 0;
update stage.ticket set load_id = load_id + getvariable('shift') where getvariable('shift') > 0;
update stage.content_label set load_id = load_id + getvariable('shift') where getvariable('shift') > 0;
update stage.daily_count set load_id = load_id + getvariable('shift') where getvariable('shift') > 0;
