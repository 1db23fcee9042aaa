-- One row per entry, written in the transaction of what it records. idx is -1
-- until the sequencer has numbered it.
create table ledger_leaf (
  id text primary key,
  kind text not null,
  subject text not null,
  at bigint not null,
  public boolean not null,
  statement text not null,
  salt text not null,
  leaf text not null,
  idx bigint not null
);
create index ledger_leaf_idx on ledger_leaf (idx, id);
