-- Another load has come between: these follow it.
update stage.talk_group set load_id = load_id + getvariable('shift');
update stage.profile set load_id = load_id + getvariable('shift');
update stage.message set load_id = load_id + getvariable('shift');
update stage.membership set load_id = load_id + getvariable('shift');
update stage.interaction set load_id = load_id + getvariable('shift');
update stage.event set load_id = load_id + getvariable('shift');
update stage.purchase_line set load_id = load_id + getvariable('shift');
update stage.referral set load_id = load_id + getvariable('shift');
update stage.survey set load_id = load_id + getvariable('shift');
update stage.campaign set load_id = load_id + getvariable('shift');
update stage.cost set load_id = load_id + getvariable('shift');
update stage.ticket set load_id = load_id + getvariable('shift');
update stage.content_label set load_id = load_id + getvariable('shift');
update stage.daily_count set load_id = load_id + getvariable('shift');
update stage.name set load_id = load_id + getvariable('shift');
update stage.place set load_id = load_id + getvariable('shift');
update stage.load set load_id = load_id + getvariable('shift');
