create or replace temp table kept_stay as from stay
