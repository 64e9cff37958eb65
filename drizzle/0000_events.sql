-- What happens is written down in the transaction that makes it happen, in an order that readers
-- can follow without gaps: by the number of the transaction, then of the row.
CREATE TABLE "events" (
	"xid" "xid8" NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone NOT NULL,
	"account_id" text,
	"topic" text NOT NULL,
	"subject" text,
	"actor" text NOT NULL,
	"actor_name" text NOT NULL,
	"payload" jsonb NOT NULL,
	CONSTRAINT "events_xid_id_pk" PRIMARY KEY("xid","id")
);
--> statement-breakpoint
CREATE TABLE "events_forgotten" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"xid" "xid8" NOT NULL,
	"id" bigint NOT NULL,
	CONSTRAINT "events_forgotten_is_one_row" CHECK ("events_forgotten"."only")
);
--> statement-breakpoint
CREATE INDEX "events_of_account" ON "events" USING btree ("account_id","xid","id");--> statement-breakpoint
CREATE INDEX "events_by_age" ON "events" USING btree ("at");--> statement-breakpoint
INSERT INTO "events_forgotten" ("only", "xid", "id") VALUES (true, '0', 0);--> statement-breakpoint

-- The program's role may add events and neither change nor remove them. Only the market's, which
-- every poll adds to, are forgotten after a while, and only by this function. What is forgotten is
-- noted first, so that a reader whose place is gone is told to start anew.
CREATE FUNCTION forget_market_events(older_than timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  forgotten bigint;
BEGIN
  UPDATE events_forgotten f SET xid = last.xid, id = last.id
  FROM (
    SELECT xid, id FROM events
    WHERE account_id IS NULL AND at < older_than AND xid < pg_snapshot_xmin(pg_current_snapshot())
    ORDER BY xid DESC, id DESC LIMIT 1
  ) last;
  DELETE FROM events e USING events_forgotten f
  WHERE e.account_id IS NULL AND (e.xid, e.id) <= (f.xid, f.id);
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  RETURN forgotten;
END $$;--> statement-breakpoint

-- Numbers of transactions begin anew in a cluster that a dump was restored into. Rows of the old
-- one are then moved to the beginning of the order; cursors from before point past its end, which
-- a reader is told.
CREATE FUNCTION rebase_restored_events() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  IF EXISTS (SELECT FROM events WHERE xid >= pg_current_xact_id()) THEN
    UPDATE events SET xid = '1';
    UPDATE events_forgotten SET xid = '0', id = 0;
  END IF;
END $$;
