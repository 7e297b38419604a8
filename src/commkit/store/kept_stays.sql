create or replace temp view stay as from kept_stay
