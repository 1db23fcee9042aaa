-- words while they are written; all of a part goes when it is handed in
create table draft_version (
  part text not null,
  n bigint not null,
  at bigint not null,
  person text not null,
  words text not null,
  aside boolean not null,
  primary key (part, n)
);

create table draft_comment (
  id text primary key,
  part text not null,
  at bigint not null,
  person text not null,
  words text not null,
  settled bigint not null default 0
);
create index draft_comment_part on draft_comment (part);
