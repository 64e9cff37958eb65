-- Sign-ins are begun and ended by a library that knows nothing of events, so the database itself tells of
-- them, in the transaction that does it.
CREATE FUNCTION tell_of_sign_in() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
  sign_in public.sign_ins%ROWTYPE := coalesce(NEW, OLD);
BEGIN
  INSERT INTO events (xid, at, account_id, topic, subject, actor, actor_name, payload)
  VALUES (
    pg_current_xact_id(),
    CASE TG_OP WHEN 'INSERT' THEN sign_in.created_at ELSE now() END,
    sign_in.active_account_id,
    CASE TG_OP WHEN 'INSERT' THEN 'sign-in.created' ELSE 'sign-in.ended' END,
    sign_in.id,
    sign_in.id,
    coalesce((SELECT name FROM users WHERE id = sign_in.user_id), 'Somebody'),
    CASE TG_OP
      WHEN 'INSERT' THEN jsonb_build_object('userId', sign_in.user_id)
      ELSE jsonb_build_object('userId', sign_in.user_id, 'ranOut', sign_in.expires_at <= now())
    END
  );
  -- Signing in is rare and slow enough for the lock that this takes.
  PERFORM pg_notify('berth_events', '');
  RETURN NULL;
END $$;--> statement-breakpoint

CREATE TRIGGER sign_ins_tell AFTER INSERT OR DELETE ON sign_ins
FOR EACH ROW EXECUTE FUNCTION tell_of_sign_in();
