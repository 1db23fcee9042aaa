-- Who runs a job: one owner until a moment, taken by compare-and-set.
create table job_lease (
  name text primary key,
  owner text not null,
  until bigint not null
);
