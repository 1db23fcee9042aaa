-- Of the past concerns of a dry run, how many would have another day.
alter table sorting_version add column redated bigint not null default 0;
