-- A role is handed over at a moment, not at midnight: began and ended are 0
-- where the days alone say it. What was open in the body then is counted.
alter table identity_role add column began bigint not null default 0;
alter table identity_role add column ended bigint not null default 0;
create table identity_handover (
  id text primary key,
  given text not null references identity_role (id),
  taken text not null references identity_role (id),
  at bigint not null,
  words text not null,
  open bigint not null,
  late bigint not null
);
create index identity_handover_taken on identity_handover (taken);
