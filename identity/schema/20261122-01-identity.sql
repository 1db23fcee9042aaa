-- Those who can sign in. A title is a role's name shown on pages, never
-- needed to be a person's.
create table identity_person (
  id text primary key,
  login text not null,
  title text not null,
  password text not null,
  created bigint not null,
  closed bigint not null default 0
);
create unique index identity_person_login on identity_person (login);
-- A role somebody holds in a body ('' for the office as a whole), from a day to a day.
create table identity_role (
  id text primary key,
  person text not null references identity_person (id),
  role text not null,
  unit text not null,
  from_day text not null,
  to_day text not null
);
create index identity_role_person on identity_role (person);
-- A session is known by the digest of its token alone.
create table identity_session (
  token text primary key,
  person text not null references identity_person (id),
  created bigint not null,
  seen bigint not null,
  revoked boolean not null
);
create index identity_session_person on identity_session (person);
