-- what kind of office the tables hold; one row, written when they are made
create table site_mark (
  id bigint primary key,
  kind text not null
);
