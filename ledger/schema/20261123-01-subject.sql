-- The page of each matter asks for its own entries.
create index ledger_leaf_subject on ledger_leaf (subject, idx);
