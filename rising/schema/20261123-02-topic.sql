-- A topic is counted at a time.
create index rising_day_topic on rising_day (topic, day);
