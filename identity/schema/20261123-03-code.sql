-- The secret of somebody's code app, sealed. since is 0 until a first code
-- proved it; spent is the last half minute whose code was taken.
create table identity_code (
  person text primary key references identity_person (id),
  sealed text not null,
  since bigint not null default 0,
  spent bigint not null default 0
);
-- Codes on paper, for a lost phone: the digest alone, gone once used.
create table identity_recovery (
  digest text primary key,
  person text not null references identity_person (id)
);
create index identity_recovery_person on identity_recovery (person);
-- The roles that nobody may use without a second factor.
create table identity_demand (
  role text primary key,
  since bigint not null
);
