-- Calendars of some places' own, beside the office's.
create table calendar_own (
  id text primary key,
  name text not null,
  name_en text not null,
  saturday boolean not null,
  sunday boolean not null,
  source text not null,
  at bigint not null
);
-- From which day a place follows which; calendar '' is the office's again. Rows
-- are only added: the later word holds from its day on.
create table calendar_follow (
  place text not null,
  n bigint not null,
  since text not null,
  calendar text not null,
  at bigint not null,
  primary key (place, n)
);
create index calendar_follow_at on calendar_follow (at);
-- Each word on a day of such a calendar; the last one holds, none is removed.
create table calendar_own_day (
  calendar text not null,
  day text not null,
  n bigint not null,
  at bigint not null,
  kind text not null,
  name text not null,
  name_en text not null,
  source text not null,
  primary key (calendar, day, n)
);
create index calendar_own_day_at on calendar_own_day (at);
