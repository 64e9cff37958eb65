-- Whatever begins waits for a block that is being written and then sees it. In a statement of its own that took two journeys,
-- since a statement sees what was there when it began; within a function each has its own sight of things.
CREATE FUNCTION start_blocks_seen(account text) RETURNS SETOF start_blocks
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(7305119, hashtext(account));
  RETURN QUERY SELECT * FROM start_blocks WHERE account_id = account;
END $$;
