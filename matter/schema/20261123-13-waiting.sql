-- What is still open in a place, by who holds it: what a desk does not show is
-- counted without those that are over.
create index matter_matter_waiting on matter_matter (territory, holder, published) where clock <> 'ended';
