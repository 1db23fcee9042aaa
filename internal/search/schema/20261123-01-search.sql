-- Whose text it is, by a small number: every word in the index carries it.
create table search_scope (
  scope text primary key,
  code bigint not null unique
);

-- The documents. n is the day and a number within it, so that the greatest is
-- the newest; words is title and body as they are compared, a line each.
create table search_doc (
  n bigint primary key,
  kind text not null,
  id text not null,
  scope text not null,
  code bigint not null,
  day text not null,
  title text not null,
  body text not null,
  words text not null,
  unique (kind, id)
);

-- Which words each scope holds and in about how many documents: docs times two
-- to the power of level. The empty word counts the documents.
create table search_word (
  code bigint not null,
  word text not null,
  docs bigint not null,
  level bigint not null,
  primary key (code, word)
);

-- The index itself, the one thing the engines do each in their way. It finds
-- numbers of documents by words and keeps no text of its own; with secure-delete
-- and the same pragma on the file, forgotten words are overwritten.
/* sqlite */ create virtual table search_index using fts5(words, content='search_doc', content_rowid='n', tokenize='ascii', detail=none, columnsize=0);
/* sqlite */ insert into search_index (search_index, rank) values ('secure-delete', 1);
/* postgres */ create table search_index (
  n bigint primary key
);
/* postgres */ alter table search_index add column terms tsvector not null;
/* postgres */ create index search_index_terms on search_index using gin (terms);
