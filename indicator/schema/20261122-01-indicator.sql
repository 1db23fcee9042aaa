-- figures that no record of ours can tell yet: recorded once for a unit and a
-- period, with what they rest on. A correction is a further row, with its why.
create table indicator_recorded (
  id text primary key,
  indicator text not null,
  unit text not null,
  from_day text not null,
  to_day text not null,
  version bigint not null,
  value bigint not null,
  evidence text not null,
  why text not null default '',
  body text not null,
  at bigint not null
);
create unique index indicator_recorded_once on indicator_recorded (indicator, unit, from_day, to_day, version);
