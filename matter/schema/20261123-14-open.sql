-- The clock belongs into the index, or each open matter of a place is looked up
-- to count those another body holds.
drop index matter_matter_waiting;
create index matter_matter_waiting on matter_matter (territory, clock, holder, published) where clock <> 'ended';
