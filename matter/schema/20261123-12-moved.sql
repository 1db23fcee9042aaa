-- What moved last, in the order pages show it.
drop index matter_matter_moved;
create index matter_matter_moved on matter_matter (moved, id);
