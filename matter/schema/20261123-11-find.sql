-- What is published, to be put into the search anew.
create index matter_matter_published on matter_matter (id) where published <> 0;
