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
-- The stored hashes of the tree, in the order of golang.org/x/mod/sumdb/tlog.
create table ledger_hash (
  idx bigint primary key,
  hash text not null
);
-- The head: one row, moved on by compare-and-set.
create table ledger_head (
  id bigint primary key,
  size bigint not null,
  checkpoint text not null,
  at bigint not null
);
insert into ledger_head (id, size, checkpoint, at) values (1, 0, '', 0);
