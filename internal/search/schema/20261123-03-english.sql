-- What the document says in English, '' where nobody has; words holds its words
-- on two more lines. edition tells by which rules it was put in.
alter table search_doc add column title_en text not null default '';
alter table search_doc add column body_en text not null default '';
alter table search_doc add column edition bigint not null default 0;
create index search_doc_edition on search_doc (edition, n);

-- How far the office is with putting everything in anew by the edition's rules.
create table search_rebuild (
  edition bigint primary key,
  source bigint not null,
  after text not null,
  done boolean not null
);
