-- One row a matter: what was said when it was opened, and where it stands now.
create table matter_matter (
  id text primary key,
  code text not null unique,
  kind text not null,
  title text not null,
  body text not null,
  product text not null default '',
  owed_to text not null,
  territory text not null,
  source text not null default '',
  ordinal bigint not null default 0,
  due text not null default '',
  opened bigint not null,
  published bigint not null default 0,
  state text not null,
  holder text not null,
  moved bigint not null,
  moves bigint not null
);
create index matter_matter_source on matter_matter (source, ordinal);
create index matter_matter_holder on matter_matter (holder, state);
create index matter_matter_territory on matter_matter (territory, due);

-- Every step of its life, never changed once written.
create table matter_move (
  id text primary key,
  matter text not null references matter_matter (id),
  n bigint not null,
  at bigint not null,
  from_state text not null,
  to_state text not null,
  body text not null,
  person text not null,
  note text not null default '',
  answer text not null default '',
  holder text not null,
  leaf text not null,
  unique (matter, n)
);
create index matter_move_at on matter_move (matter, at);

-- The files that show an answer is true; the bytes are blobs.
create table matter_proof (
  move text not null references matter_move (id),
  n bigint not null,
  name text not null,
  sha256 text not null,
  type text not null,
  size bigint not null,
  primary key (move, n)
);

-- The last number given to a kind in a year.
create table matter_counter (
  kind text not null,
  year bigint not null,
  last bigint not null,
  primary key (kind, year)
);
