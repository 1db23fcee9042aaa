-- Bodies and what they own; and the lists the office imported over the
-- compiled one, as small steps that are laid over it in order.
create table unit_body (
  id text not null primary key,
  name text not null,
  name_en text not null,
  short text not null,
  kind text not null,
  territory text not null,
  parent text not null,
  from_day text not null,
  to_day text not null,
  basis text not null
);
create index unit_body_territory on unit_body (territory);

create table unit_body_heir (
  body text not null,
  heir text not null,
  on_day text not null,
  basis text not null,
  primary key (body, heir)
);

create table unit_civic (
  territory text not null,
  body text not null,
  from_day text not null,
  to_day text not null,
  primary key (territory, from_day)
);

create table unit_step (
  version bigint not null,
  n bigint not null,
  kind text not null,
  unit text not null,
  other text not null,
  level text not null,
  code text not null,
  name text not null,
  from_day text not null,
  to_day text not null,
  lat double precision not null,
  lon double precision not null,
  people bigint not null,
  link text not null,
  share text not null,
  says text not null,
  basis text not null,
  primary key (version, n)
);

create table unit_list (
  version bigint not null primary key,
  kind text not null,
  name text not null,
  sha256 text not null,
  steps bigint not null,
  at bigint not null
);
