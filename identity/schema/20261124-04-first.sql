-- Until when a password serves that an administrator handed over; 0 is one that
-- its holder chose, or the machine's own command line.
alter table identity_person add column first_until bigint not null default 0;
