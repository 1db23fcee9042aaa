-- The months of idle days: what moved since a day, and the pauses that reach
-- beyond it.
create index matter_move_when on matter_move (at, matter, n);
create index matter_pause_until on matter_pause (until);
