-- What a concern has beside a recommendation: topic, place, the rule its day is
-- counted by, and what hangs over it now. seq counts every change, so that each
-- is made from the row that was seen.
alter table matter_matter add column seq bigint not null default 0;
alter table matter_matter add column answer text not null default '';
alter table matter_matter add column verdict text not null default '';
alter table matter_matter add column clock text not null default '';
alter table matter_matter add column category text not null default '';
alter table matter_matter add column hamlet text not null default '';
alter table matter_matter add column spot boolean not null default false;
alter table matter_matter add column lat double precision not null default 0;
alter table matter_matter add column lon double precision not null default 0;
alter table matter_matter add column cell text not null default '';
alter table matter_matter add column rule text not null default '';
alter table matter_matter add column counted text not null default '';
alter table matter_matter add column route text not null default '';
alter table matter_matter add column into_id text not null default '';
alter table matter_matter add column was text not null default '';
alter table matter_matter add column speak_by text not null default '';
alter table matter_matter add column offered text not null default '';
alter table matter_matter add column up text not null default '';
alter table matter_matter add column lead_by text not null default '';
alter table matter_matter add column led boolean not null default false;
alter table matter_matter add column paused text not null default '';
alter table matter_matter add column paused_from text not null default '';
alter table matter_matter add column paused_days bigint not null default 0;
alter table matter_matter add column ladder bigint not null default 0;
alter table matter_move add column reason text not null default '';

update matter_matter set
  answer = coalesce((select v.answer from matter_move v where v.matter = matter_matter.id and v.answer <> '' order by v.n desc limit 1), ''),
  verdict = case when state = 'confirmed' then 'own' else '' end,
  clock = case when state in ('received', 'accepted', 'assigned', 'in_hand', 'reopened') then 'runs'
    when state = 'answered' then 'waits' else 'ended' end;

-- Filing writes every one of these: each is here for a page or a job that must
-- not read a million rows.
drop index matter_matter_source;
drop index matter_matter_holder;
drop index matter_matter_territory;
drop index matter_move_at;
create index matter_matter_source on matter_matter (source, ordinal) where source <> '';
create index matter_matter_owed on matter_matter (owed_to, clock, due, code) where owed_to <> '';
create index matter_matter_holder on matter_matter (holder, clock, due, code);
create index matter_matter_due on matter_matter (clock, due, code);
create index matter_matter_territory on matter_matter (territory, opened, id);
create index matter_matter_category on matter_matter (category, opened, id);
create index matter_matter_opened on matter_matter (opened, id);
create index matter_matter_moved on matter_matter (moved);
create index matter_matter_cell on matter_matter (cell, opened) where cell <> '';
create index matter_matter_into on matter_matter (into_id) where into_id <> '';
create index matter_matter_offered on matter_matter (offered, due, code) where offered <> '';
create index matter_matter_up on matter_matter (up, due, code) where up <> '';
create index matter_matter_paused on matter_matter (paused_from, id) where paused <> '';
create index matter_matter_speak on matter_matter (speak_by, id) where state = 'answered';

-- Who helps the one that leads.
create table matter_assist (
  matter text not null references matter_matter (id),
  body text not null,
  at bigint not null,
  primary key (matter, body)
);
create index matter_assist_body on matter_assist (body);

-- Each hand-over that was offered, and what became of it: taken, declined,
-- recalled, up (the bouncing went to the parent body).
create table matter_offer (
  matter text not null references matter_matter (id),
  n bigint not null,
  at bigint not null,
  from_body text not null,
  to_body text not null,
  reason text not null,
  note text not null,
  person text not null,
  outcome text not null default '',
  ended bigint not null default 0,
  why text not null default '',
  why_note text not null default '',
  leaf text not null,
  primary key (matter, n)
);

-- Each time the clock stood still; until is the day it went on, "" while it stands.
create table matter_pause (
  matter text not null references matter_matter (id),
  n bigint not null,
  at bigint not null,
  body text not null,
  reason text not null,
  note text not null,
  since text not null,
  until text not null default '',
  days bigint not null default 0,
  leaf text not null,
  primary key (matter, n)
);

-- Each time the day moved, with the day that was.
create table matter_due (
  matter text not null references matter_matter (id),
  n bigint not null,
  at bigint not null,
  old_due text not null,
  new_due text not null,
  why text not null,
  note text not null,
  primary key (matter, n)
);

-- The word of each one a concern is owed to, on each of its answers; a change
-- of mind is another row. What they wrote stands sealed.
create table matter_voice (
  matter text not null references matter_matter (id),
  n bigint not null,
  round bigint not null,
  voice text not null,
  at bigint not null,
  settled boolean not null,
  helped boolean not null,
  reason text not null,
  sealed text not null,
  leaf text not null,
  primary key (matter, n)
);

-- What stands beside an answer: the English, the script for the loudspeaker,
-- the sentence for the notice board.
create table matter_saying (
  move text primary key references matter_move (id),
  text_en text not null,
  script text not null,
  board text not null
);

-- Each step of the ladder that was told to somebody, once for each day due.
create table matter_escalation (
  matter text not null references matter_matter (id),
  step text not null,
  due text not null,
  at bigint not null,
  body text not null,
  role text not null,
  leaf text not null,
  primary key (matter, due, step)
);
