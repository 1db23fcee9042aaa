-- The public list by state, the newest first, and what of it is late: without
-- a walk in that order an engine sorts all of a state for one page.
create index matter_matter_state on matter_matter (state, opened, id, due);
