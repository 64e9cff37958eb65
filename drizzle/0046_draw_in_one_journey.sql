-- Whoever draws on an account's credit waits for its books and then reads its lots, which nobody else can change meanwhile. In
-- statements of their own that took two journeys, since a statement sees what was there when it began; within a function each has
-- its own sight of things. Null, and nothing is taken, where less is available and time has made nothing due; otherwise whether
-- it has, and the lots in the order in which they are spent, no more than are needed.
CREATE FUNCTION credit_to_draw(account text, needed bigint, moment timestamptz) RETURNS jsonb
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  is_due boolean;
BEGIN
  SELECT coalesce(next_due_at <= moment, false) INTO is_due FROM credit_balances
  WHERE account_id = account AND (available >= needed OR next_due_at <= moment) FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  RETURN (
    SELECT jsonb_build_object('isDue', is_due, 'lots', coalesce(
      jsonb_agg(jsonb_build_object('lotId', id, 'amount', available::text) ORDER BY before, id), '[]'))
    FROM (
      SELECT id, available, sum(available) OVER (ORDER BY priority, expires_at, id) - available AS before
      FROM credit_lots WHERE account_id = account AND available > 0 AND expires_at > moment
    ) l WHERE before < needed);
END $$;
