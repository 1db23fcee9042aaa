-- What the office's own category asks, adds to what is never asked, and says
-- first: a line each, "ask", "never" or "guide", id, tiếng Việt, English, with
-- tabs between. Empty: as the compiled category of that id, or nothing.
alter table sorting_category add column asks text not null default '';
