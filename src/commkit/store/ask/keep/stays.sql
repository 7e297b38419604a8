-- Who stayed when, worked out once for all that is asked of this cut, a step at a time.
create or replace temp table kept_turning as from turning_anew;
create or replace temp view turning as from kept_turning;
create or replace temp table kept_listed as from listed_anew;
create or replace temp view listed as from kept_listed;
create or replace temp table kept_sight as from sight_anew;
create or replace temp view sight as from kept_sight;
create or replace temp table kept_stay as from stay_anew;
create or replace temp view stay as from kept_stay;
