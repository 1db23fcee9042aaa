-- Who asked to be rung with the answer, found without reading all concerns; and
-- each time somebody of the holding body rang. person is for the office's own
-- review.
create index concern_concern_callback on concern_concern (at) where call_back;

create table concern_rung (
  concern text not null references concern_concern (id),
  round bigint not null,
  at bigint not null,
  body text not null,
  person text not null,
  leaf text not null,
  primary key (concern, round)
);
