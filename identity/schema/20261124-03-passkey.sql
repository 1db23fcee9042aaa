-- A passkey of somebody's: what it is known by, what checks its signatures, and
-- how many it has made. backed: the device's maker keeps copies of it.
create table identity_passkey (
  id text primary key,
  person text not null references identity_person (id),
  name text not null,
  credential text not null,
  public text not null,
  signs bigint not null,
  backed boolean not null,
  made bigint not null,
  used bigint not null default 0
);
create unique index identity_passkey_credential on identity_passkey (credential);
create index identity_passkey_person on identity_passkey (person);
