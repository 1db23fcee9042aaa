-- "Dân vận khéo" models. The days of each state stand on the row, because a
-- state is reached once; model_move keeps who moved it, where and why.
create table model_model (
  id text primary key,
  code text not null,
  name text not null,
  folded text not null,
  reason text not null,
  aim text not null,
  how text not null,
  place text not null,
  forces text not null,
  resources text not null,
  output text not null,
  lasting text not null,
  field text not null,
  collective boolean not null,
  level text not null,
  unit text not null,
  body text not null,
  year bigint not null,
  group_count bigint not null,
  state text not null,
  registered_on text not null,
  approved_on text not null default '',
  running_on text not null default '',
  recognised_on text not null default '',
  replicated_on text not null default '',
  ended_on text not null default '',
  rejected_on text not null default '',
  opened bigint not null,
  published bigint not null default 0
);
create unique index model_model_code on model_model (code);
create index model_model_unit on model_model (unit, year);

create table model_programme (
  model text not null,
  programme text not null,
  primary key (model, programme)
);

create table model_site (
  id text primary key,
  model text not null,
  unit text not null,
  place text not null,
  since text not null,
  until text not null default ''
);
create index model_site_model on model_site (model, since);

create table model_move (
  model text not null,
  ordinal bigint not null,
  at bigint not null,
  day text not null,
  from_state text not null,
  to_state text not null,
  body text not null,
  note text not null,
  primary key (model, ordinal)
);

create table model_counter (
  year bigint primary key,
  last bigint not null
);
