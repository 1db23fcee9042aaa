-- The office's own values of a rule, each from a day on. The newest that holds
-- on a day lies over the compiled one; none is ever changed or removed.
create table law_edit (
  id text primary key,
  rule text not null,
  value bigint not null,
  unit text not null,
  from_day text not null,
  source text not null,
  confirmed boolean not null,
  at bigint not null
);
create index law_edit_rule on law_edit (rule, from_day);
