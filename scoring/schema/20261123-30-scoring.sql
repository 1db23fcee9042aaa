-- Schemes by version; an empty basis is a sample that nobody decided.
create table scoring_scheme (
  id text primary key,
  code text not null,
  version bigint not null,
  copied text not null,
  name text not null,
  name_en text not null,
  basis text not null,
  year bigint not null,
  level text not null,
  body text not null,
  state text not null,
  opened bigint not null,
  issued bigint not null default 0
);
create unique index scoring_scheme_code on scoring_scheme (code);

create table scoring_criterion (
  scheme text not null,
  id text not null,
  parent text not null,
  ordinal bigint not null,
  name text not null,
  name_en text not null,
  kind text not null,
  points bigint not null,
  each_points bigint not null,
  floor_percent bigint not null,
  steps text not null,
  primary key (scheme, id)
);

create table scoring_band (
  scheme text not null,
  ordinal bigint not null,
  name text not null,
  name_en text not null,
  reach bigint not null,
  floors boolean not null,
  primary key (scheme, ordinal)
);

-- What is marked is a body or a model, never a person: no other kind is known.
create table scoring_sheet (
  id text primary key,
  code text not null,
  scheme text not null,
  kind text not null check (kind in ('body', 'model')),
  subject text not null,
  title text not null,
  body text not null,
  state text not null,
  opened bigint not null
);
create unique index scoring_sheet_code on scoring_sheet (code);
create index scoring_sheet_subject on scoring_sheet (kind, subject);

-- Each mark and each change of it; the last one of a side stands.
create table scoring_mark (
  sheet text not null,
  criterion text not null,
  side text not null,
  ordinal bigint not null,
  num bigint not null,
  den bigint not null,
  points bigint not null,
  note text not null,
  why text not null,
  person text not null,
  body text not null,
  at bigint not null,
  primary key (sheet, criterion, side, ordinal)
);

create table scoring_move (
  sheet text not null,
  ordinal bigint not null,
  to_state text not null,
  why text not null,
  person text not null,
  at bigint not null,
  primary key (sheet, ordinal)
);

create table scoring_evidence (
  id text primary key,
  sheet text not null,
  criterion text not null,
  label text not null,
  href text not null,
  body text not null,
  at bigint not null
);
create index scoring_evidence_sheet on scoring_evidence (sheet, criterion);

create table scoring_counter (
  series text not null,
  year bigint not null,
  last bigint not null,
  primary key (series, year)
);
