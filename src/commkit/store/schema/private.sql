create table if not exists secret (secret blob);
create table if not exists person (key varchar, platform varchar, native varchar);
create table if not exists name (key varchar, name varchar, observed_at timestamp);
create table if not exists title (key varchar, native varchar, title varchar);
create table if not exists file (handle varchar, name varchar);
create table if not exists text (key ubigint, text varchar, observed_at timestamp);
create table if not exists alias (key varchar, other varchar, how varchar, happened_on date);
create table if not exists contact (key varchar, kind varchar, digest varchar);
