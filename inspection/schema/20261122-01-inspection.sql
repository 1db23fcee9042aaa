-- tables of inspection: nothing here is erased, rows are added and dated
create table inspection_inspection (
  id text primary key,
  code text not null,
  year bigint not null,
  host text not null,
  host_body text not null,
  team text not null,
  period_from text not null,
  period_to text not null,
  stage text not null,
  planned bigint not null,
  conclusion text not null default '',
  recheck_day text not null default '',
  recheck_set bigint not null default 0,
  recheck text not null default '',
  rechecked bigint not null default 0,
  published bigint not null default 0
);
create unique index inspection_inspection_code on inspection_inspection (code);
create index inspection_inspection_host on inspection_inspection (host);

create table inspection_theme (
  inspection text not null,
  ordinal bigint not null,
  name text not null,
  words text not null default '',
  primary key (inspection, ordinal)
);

create table inspection_carried (
  inspection text not null,
  ordinal bigint not null,
  matter text not null,
  primary key (inspection, ordinal)
);

-- who sits in the team by office, never by name; person is an id of identity
create table inspection_member (
  id text primary key,
  inspection text not null,
  ordinal bigint not null,
  role text not null,
  title text not null default '',
  person text not null default '',
  added bigint not null,
  removed bigint not null default 0
);
create index inspection_member_inspection on inspection_member (inspection);

create table inspection_visit_day (
  id text primary key,
  inspection text not null,
  ordinal bigint not null,
  day text not null,
  place text not null,
  added bigint not null,
  removed bigint not null default 0
);
create index inspection_visit_day_inspection on inspection_visit_day (inspection);

-- a new row when the visit moves: the old day is kept and shown struck out
create table inspection_due (
  id text primary key,
  inspection text not null,
  at bigint not null,
  visit text not null,
  day text not null,
  working_days bigint not null,
  why text not null default ''
);
create index inspection_due_inspection on inspection_due (inspection);

create table inspection_section (
  id text primary key,
  inspection text not null,
  parent text not null default '',
  ordinal bigint not null,
  name text not null default '',
  title text not null,
  words text not null default ''
);
create index inspection_section_inspection on inspection_section (inspection);

create table inspection_box (
  id text primary key,
  inspection text not null,
  section text not null,
  ordinal bigint not null,
  indicator text not null default '',
  name text not null default '',
  label text not null default '',
  typed text not null default '',
  evidence text not null default '',
  frozen text not null default ''
);
create index inspection_box_inspection on inspection_box (inspection);

create table inspection_evidence (
  id text primary key,
  inspection text not null,
  section text not null,
  name text not null,
  sha256 text not null,
  type text not null,
  size bigint not null,
  at bigint not null
);
create index inspection_evidence_inspection on inspection_evidence (inspection);

create table inspection_sample (
  id text primary key,
  inspection text not null,
  ordinal bigint not null,
  model text not null,
  name text not null,
  reported text not null default '',
  added bigint not null
);
create index inspection_sample_inspection on inspection_sample (inspection);

-- the last mark of a target counts; earlier ones stay
create table inspection_mark (
  id text primary key,
  inspection text not null,
  target text not null,
  at bigint not null,
  body text not null,
  mark text not null,
  found text not null default '',
  why text not null default ''
);
create index inspection_mark_inspection on inspection_mark (inspection);

create table inspection_finding (
  id text primary key,
  inspection text not null,
  ordinal bigint not null,
  kind text not null,
  words text not null,
  section text not null default '',
  added bigint not null,
  removed bigint not null default 0
);
create index inspection_finding_inspection on inspection_finding (inspection);

create table inspection_step (
  id text primary key,
  inspection text not null,
  stage text not null,
  at bigint not null,
  body text not null,
  number text not null default '',
  day text not null default '',
  document text not null default '',
  late bigint not null default 0
);
create unique index inspection_step_stage on inspection_step (inspection, stage);
