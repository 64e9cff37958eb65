-- What every hold and capture does is made cheaper. A lot's value stands in no index, so that changing it leaves no
-- trail of index entries; and at commit a transaction's entries are added up once, and not once for each of them.
DROP INDEX "credit_lots_open";--> statement-breakpoint
CREATE OR REPLACE FUNCTION refuse_unbalanced_credits() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
  total numeric;
  first_two bigint;
BEGIN
  SELECT sum(amount), count(*) FILTER (WHERE line IN (1, 2)) INTO total, first_two
  FROM credit_entries WHERE account_id = NEW.account_id AND seq = NEW.seq;
  IF total IS DISTINCT FROM 0 OR first_two <> 2 THEN
    RAISE EXCEPTION 'the entries of transaction % of % make % and not zero', NEW.seq, NEW.account_id, total
      USING ERRCODE = 'check_violation', CONSTRAINT = 'credit_entries_are_zero_together', TABLE = 'credit_entries';
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
DROP TRIGGER credit_entries_are_balanced ON credit_entries;--> statement-breakpoint
-- A transaction's own check has seen its first two lines, and nobody can add those again. Whatever else comes, with it
-- or alone, has a higher number.
CREATE CONSTRAINT TRIGGER credit_entries_are_balanced AFTER INSERT OR UPDATE ON credit_entries
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.line NOT IN (1, 2)) EXECUTE FUNCTION refuse_unbalanced_credits();
