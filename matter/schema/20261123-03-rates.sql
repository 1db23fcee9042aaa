-- What rates count stands in the same index: a place, or the whole office, is
-- counted without reading a row.
drop index matter_matter_territory;
create index matter_matter_territory on matter_matter (territory, opened, id, clock, published, holder, kind, category, state, answer, verdict);
