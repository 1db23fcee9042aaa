-- A session has a name to be ended by and says plainly on what it was begun
-- ("chrome/android"), never from where. half: the password was right and the
-- second factor is still to be shown. Those from before end: one signs in anew.
delete from identity_session;
alter table identity_session add column id text not null default '';
alter table identity_session add column device text not null default '';
alter table identity_session add column half boolean not null default false;
