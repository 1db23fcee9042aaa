-- Witnesses whose word counts, and the last checkpoint each has co-signed.
create table ledger_witness (
  name text primary key,
  key text not null,
  added bigint not null,
  ended bigint not null,
  size bigint not null,
  root text not null,
  at bigint not null,
  line text not null,
  checkpoint text not null
);
