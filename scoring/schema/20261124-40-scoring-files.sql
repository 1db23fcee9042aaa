-- Evidence may be a file that was handed in, beside a link.
alter table scoring_evidence add column sha256 text not null default '';
alter table scoring_evidence add column media text not null default '';
alter table scoring_evidence add column bytes bigint not null default 0;
