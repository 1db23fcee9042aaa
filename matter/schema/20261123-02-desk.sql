-- The newest of a place, and how many of its open ones stand on other desks:
-- both from the index alone.
drop index matter_matter_territory;
create index matter_matter_territory on matter_matter (territory, opened, id, clock, published, holder);
