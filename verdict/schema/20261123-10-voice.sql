-- The word of each one a concern is owed to, on each of its answers; a change
-- of mind is another row. What they wrote stands sealed. Kept by package matter
-- before.
create table verdict_voice (
  matter text not null,
  n bigint not null,
  round bigint not null,
  voice text not null,
  at bigint not null,
  settled boolean not null,
  helped boolean not null,
  reason text not null,
  sealed text not null,
  primary key (matter, n)
);

insert into verdict_voice (matter, n, round, voice, at, settled, helped, reason, sealed)
select matter, n, round, voice, at, settled, helped, reason, sealed from matter_voice;

drop table matter_voice;
