-- Each word of the office on a day, the first one first; none is ever removed.
create table calendar_edit (
  day text not null,
  n bigint not null,
  at bigint not null,
  kind text not null,
  name text not null,
  name_en text not null,
  source text not null,
  primary key (day, n)
);
create index calendar_edit_at on calendar_edit (at);
