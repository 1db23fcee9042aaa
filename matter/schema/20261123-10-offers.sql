-- The offers of a month, for the days a matter lay with whom.
create index matter_offer_at on matter_offer (at);
