-- Papers frozen: composed, numbered, hashed into the ledger. The bytes lie in
-- the blob store under sha256 and are never written again. number_key is the
-- number without its symbol, "65" or "65a", in lower case.
create table report_document (
  id text primary key,
  kind text not null,
  subject text not null,
  body text not null,
  number text not null,
  number_key text not null,
  ordinal bigint not null,
  year bigint not null,
  day text not null,
  title text not null,
  sha256 text not null,
  size bigint not null,
  leaf text not null,
  frozen_at bigint not null,
  published_at bigint not null default 0,
  public_leaf text not null default '',
  scan text not null default '',
  scan_type text not null default '',
  scan_size bigint not null default 0,
  scanned_at bigint not null default 0
);
create unique index report_document_number on report_document (body, kind, year, number_key);
create index report_document_subject on report_document (subject, day);
