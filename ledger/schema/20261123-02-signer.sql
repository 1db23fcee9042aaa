-- Whose key signs this log: a server with another keys folder would fork it.
create table ledger_signer (
  id bigint primary key,
  key text not null
);
