-- The office's own word on a day, over the compiled list. Kind 'plain' makes
-- it a day like any other of its weekday.
create table calendar_day (
  day text primary key,
  name text not null,
  name_en text not null,
  kind text not null,
  is_off boolean not null,
  source text not null,
  at bigint not null
);
