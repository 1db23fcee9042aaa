-- Versions of the office's table. One is on, the newest that was switched on;
-- at most one is a draft. None is ever removed, and one that was on is never
-- changed again. No row: the compiled categories and no rule.
create table sorting_version (
  n bigint primary key,
  from_n bigint not null,
  state text not null,
  edits bigint not null,
  tried bigint not null default 0,
  cases bigint not null default 0,
  moved bigint not null default 0,
  lost bigint not null default 0,
  at bigint not null,
  settled bigint not null default 0
);
create unique index sorting_version_draft on sorting_version (state) where state = 'draft';

create table sorting_rule (
  version bigint not null references sorting_version (n),
  id text not null,
  n bigint not null,
  place text not null,
  category text not null,
  kind text not null,
  from_day text not null,
  to_day text not null,
  target text not null,
  note text not null,
  primary key (version, id)
);

-- The office's own categories, and its changes to compiled ones: a whole row
-- lies over the compiled one of that id. Words stand one a line.
create table sorting_category (
  version bigint not null references sorting_version (n),
  id text not null,
  parent text not null,
  name text not null,
  name_en text not null,
  words text not null,
  lead text not null,
  rule text not null,
  retired boolean not null,
  added bigint not null,
  primary key (version, id)
);
