-- Concerns as numbers: how many of a topic were raised in a hamlet on a day, how
-- many of them are neither merged nor taken back, and on which day somebody first
-- decided what is done about any of those.
create table rising_day (
  territory text not null,
  topic text not null,
  hamlet text not null,
  day text not null,
  n bigint not null,
  waiting bigint not null,
  decided text not null default '',
  primary key (territory, topic, hamlet, day)
);
create index rising_day_day on rising_day (day);

-- How far counting is: up to which instant what moved is counted, the next day
-- of the walk over all of them ('' none), and the day on which one last began.
create table rising_pace (
  one bigint primary key,
  seen bigint not null,
  walk text not null,
  began text not null
);

-- The week of the whole office as it was counted.
create table rising_week (
  one bigint primary key,
  to_day text not null,
  said text not null
);
