-- Keys with which other programs file; the secret's digest alone is kept.
create table identity_key (
  id text primary key,
  digest text not null,
  name text not null,
  per_minute bigint not null,
  made bigint not null,
  ended bigint not null default 0
);
create unique index identity_key_digest on identity_key (digest);
