-- An answer a body gives again and again, for its officers to begin from.
create table desk_template (
  id text primary key,
  body text not null,
  name text not null,
  answer text not null,
  words text not null,
  words_en text not null,
  at bigint not null
);
create index desk_template_body on desk_template (body, name);

-- What officers tell each other about a matter; never changed once written.
create table desk_note (
  id text primary key,
  matter text not null,
  at bigint not null,
  body text not null,
  person text not null,
  words text not null,
  leaf text not null
);
create index desk_note_matter on desk_note (matter, at);

-- A filter of the desk that one officer comes back to.
create table desk_view (
  id text primary key,
  person text not null,
  name text not null,
  query text not null,
  at bigint not null
);
create index desk_view_person on desk_view (person, at);
