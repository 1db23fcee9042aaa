-- Two pieces of the index are enough for Tidy to merge them.
/* sqlite */ insert into search_index (search_index, rank) values ('usermerge', 2);
