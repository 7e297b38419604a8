-- When members were born, and what is told of them, worked out once for all that is asked of this cut.
create or replace temp table kept_origin as from origin_anew;
create or replace temp view origin as from kept_origin;
