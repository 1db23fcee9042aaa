-- What a body writes a kind of paper on, by version; the highest counts. An
-- empty line is as composed, an empty template our own layout. The bytes of a
-- template lie in the blob store.
create table stationery_version (
  body text not null,
  kind text not null,
  version bigint not null,
  style text not null,
  above text not null default '',
  issuer text not null default '',
  place text not null default '',
  signer text not null default '',
  template text not null default '',
  size bigint not null default 0,
  person text not null,
  at bigint not null,
  primary key (body, kind, version)
);
