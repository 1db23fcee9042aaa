-- Somebody's account at the office's own provider: the digest of issuer and
-- subject, one for a person, tied beforehand and never guessed from an address.
create table identity_link (
  person text primary key references identity_person (id),
  digest text not null,
  since bigint not null
);
create unique index identity_link_digest on identity_link (digest);
-- strong: a second factor was shown at this sign-in, by the provider's word.
-- before: when the holder had last signed in, 0 for never or not known.
alter table identity_session add column strong boolean not null default false;
alter table identity_session add column before bigint not null default 0;
