-- What only a concern has; its life is a row of matter_matter with the same
-- id. The id is made of the sender's client id, so this key alone keeps one
-- filing from being written twice. words, contact and extra are sealed; sent
-- is a digest under the office's key, by which the same sending is known again.
create table concern_concern (
  id text primary key,
  code text not null,
  sent text not null,
  at bigint not null,
  words text not null,
  contact text not null default '',
  extra text not null default '',
  channel text not null,
  helped_by text not null default '',
  call_back boolean not null,
  photos bigint not null
);

-- Photos as their author sent them, sealed; the bytes are blobs.
create table concern_photo (
  concern text not null references concern_concern (id),
  n bigint not null,
  sha256 text not null,
  thumb text not null,
  width bigint not null,
  height bigint not null,
  primary key (concern, n)
);

-- Each time somebody of an office read the raw words. person is for the
-- office's own review and is shown to nobody here.
create table concern_reading (
  id text primary key,
  concern text not null references concern_concern (id),
  at bigint not null,
  body text not null,
  role text not null,
  person text not null
);
create index concern_reading_concern on concern_reading (concern, at);

-- The versions without persons, never changed once written.
create table concern_version (
  concern text not null references concern_concern (id),
  n bigint not null,
  title text not null,
  body text not null,
  title_en text not null default '',
  body_en text not null default '',
  at bigint not null,
  holder text not null,
  person text not null,
  leaf text not null,
  primary key (concern, n)
);

-- The photos an officer chose to show with a version, made anew and not sealed.
create table concern_shown (
  concern text not null,
  version bigint not null,
  n bigint not null,
  sha256 text not null,
  thumb text not null,
  width bigint not null,
  height bigint not null,
  primary key (concern, version, n),
  foreign key (concern, version) references concern_version (concern, n)
);
