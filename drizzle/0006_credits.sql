-- The ledger: prepaid value by lots, set aside and spent by double entry, kept so that a mistake in the program is
-- refused here. No book goes below zero, no hold gives out more than it has, nothing is done twice under one
-- reference, and what was entered stays as it is.
CREATE TABLE "credit_balances" (
	"account_id" text PRIMARY KEY NOT NULL,
	"pending" bigint DEFAULT 0 NOT NULL,
	"available" bigint DEFAULT 0 NOT NULL,
	"held" bigint DEFAULT 0 NOT NULL,
	"spent" bigint DEFAULT 0 NOT NULL,
	"expired" bigint DEFAULT 0 NOT NULL,
	"granted" bigint DEFAULT 0 NOT NULL,
	"refunds" bigint DEFAULT 0 NOT NULL,
	"sla" bigint DEFAULT 0 NOT NULL,
	"outside" bigint DEFAULT 0 NOT NULL,
	"seq" bigint DEFAULT 0 NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"next_due_at" timestamp (3) with time zone,
	CONSTRAINT "credit_balances_never_negative" CHECK ("credit_balances"."pending" >= 0 and "credit_balances"."available" >= 0 and "credit_balances"."held" >= 0 and "credit_balances"."spent" >= 0 and "credit_balances"."expired" >= 0),
	CONSTRAINT "credit_balances_sources_only_give" CHECK ("credit_balances"."granted" <= 0 and "credit_balances"."refunds" <= 0 and "credit_balances"."sla" <= 0 and "credit_balances"."outside" <= 0),
	CONSTRAINT "credit_balances_refunds_at_most_what_was_spent" CHECK ("credit_balances"."spent" + "credit_balances"."refunds" >= 0),
	CONSTRAINT "credit_balances_are_zero_together" CHECK ("credit_balances"."pending" + "credit_balances"."available" + "credit_balances"."held" + "credit_balances"."spent" + "credit_balances"."expired" + "credit_balances"."granted" + "credit_balances"."refunds" + "credit_balances"."sla" + "credit_balances"."outside" = 0)
);
--> statement-breakpoint
CREATE TABLE "credit_entries" (
	"account_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"line" smallint NOT NULL,
	"book" text NOT NULL,
	"lot_id" text NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "credit_entries_account_id_seq_line_pk" PRIMARY KEY("account_id","seq","line"),
	CONSTRAINT "credit_entries_book_is_known" CHECK ("credit_entries"."book" in ('pending', 'available', 'held', 'spent', 'expired', 'granted', 'refunds', 'sla', 'outside', 'rolled')),
	CONSTRAINT "credit_entries_move_something" CHECK ("credit_entries"."amount" <> 0)
);
--> statement-breakpoint
CREATE TABLE "credit_hold_parts" (
	"hold_id" text NOT NULL,
	"lot_id" text NOT NULL,
	"held" bigint DEFAULT 0 NOT NULL,
	"captured" bigint DEFAULT 0 NOT NULL,
	"refunded" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "credit_hold_parts_hold_id_lot_id_pk" PRIMARY KEY("hold_id","lot_id"),
	CONSTRAINT "credit_hold_parts_never_negative" CHECK ("credit_hold_parts"."held" >= 0 and "credit_hold_parts"."refunded" >= 0 and "credit_hold_parts"."refunded" <= "credit_hold_parts"."captured")
);
--> statement-breakpoint
CREATE TABLE "credit_holds" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"purpose" text NOT NULL,
	"state" text NOT NULL,
	"amount" bigint NOT NULL,
	"captured" bigint DEFAULT 0 NOT NULL,
	"released" bigint DEFAULT 0 NOT NULL,
	"refunded" bigint DEFAULT 0 NOT NULL,
	"lapses_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "credit_holds_state_is_known" CHECK ("credit_holds"."state" in ('open', 'captured', 'released', 'lapsed')),
	CONSTRAINT "credit_holds_captured_within_amount" CHECK ("credit_holds"."amount" > 0 and "credit_holds"."captured" >= 0 and "credit_holds"."released" >= 0 and "credit_holds"."captured" + "credit_holds"."released" <= "credit_holds"."amount"),
	CONSTRAINT "credit_holds_refunds_within_captured" CHECK ("credit_holds"."refunded" >= 0 and "credit_holds"."refunded" <= "credit_holds"."captured"),
	CONSTRAINT "credit_holds_resolve_once" CHECK (("credit_holds"."state" = 'open') = ("credit_holds"."closed_at" is null) and ("credit_holds"."state" = 'open' or "credit_holds"."captured" + "credit_holds"."released" = "credit_holds"."amount"))
);
--> statement-breakpoint
CREATE TABLE "credit_lots" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"origin" text NOT NULL,
	"amount" bigint NOT NULL,
	"pending" bigint DEFAULT 0 NOT NULL,
	"available" bigint DEFAULT 0 NOT NULL,
	"held" bigint DEFAULT 0 NOT NULL,
	"spent" bigint DEFAULT 0 NOT NULL,
	"expired" bigint DEFAULT 0 NOT NULL,
	"rolled" bigint DEFAULT 0 NOT NULL,
	"effective_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"priority" integer NOT NULL,
	"rollover_min" bigint,
	"rollover_max" bigint,
	"rolled_from" text,
	"reason" text NOT NULL,
	"noticed_days" smallint,
	"ended_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "credit_lots_origin_is_known" CHECK ("credit_lots"."origin" in ('purchase', 'grant', 'promotion', 'sla')),
	CONSTRAINT "credit_lots_never_negative" CHECK ("credit_lots"."amount" > 0 and "credit_lots"."pending" >= 0 and "credit_lots"."available" >= 0 and "credit_lots"."held" >= 0 and "credit_lots"."spent" >= 0 and "credit_lots"."expired" >= 0 and "credit_lots"."rolled" >= 0),
	CONSTRAINT "credit_lots_all_of_it_is_somewhere" CHECK ("credit_lots"."amount" = "credit_lots"."pending" + "credit_lots"."available" + "credit_lots"."held" + "credit_lots"."spent" + "credit_lots"."expired" + "credit_lots"."rolled"),
	CONSTRAINT "credit_lots_end_at_midnight" CHECK ("credit_lots"."effective_at" < "credit_lots"."expires_at" and date_trunc('day', "credit_lots"."expires_at" at time zone 'UTC') = "credit_lots"."expires_at" at time zone 'UTC'),
	CONSTRAINT "credit_lots_rollover_is_a_range" CHECK (("credit_lots"."rollover_min" is null) = ("credit_lots"."rollover_max" is null) and "credit_lots"."rollover_min" >= 0 and "credit_lots"."rollover_max" >= "credit_lots"."rollover_min")
);
--> statement-breakpoint
CREATE TABLE "credit_transactions" (
	"account_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"amount" bigint NOT NULL,
	"hold_id" text,
	"lot_id" text,
	"reference" text,
	"note" text NOT NULL,
	"actor" text NOT NULL,
	"actor_name" text NOT NULL,
	"pending_after" bigint NOT NULL,
	"available_after" bigint NOT NULL,
	"held_after" bigint NOT NULL,
	CONSTRAINT "credit_transactions_account_id_seq_pk" PRIMARY KEY("account_id","seq"),
	CONSTRAINT "credit_transactions_kind_is_known" CHECK ("credit_transactions"."kind" in ('purchase', 'grant', 'promotion', 'sla', 'take-effect', 'hold', 'capture', 'release', 'lapse', 'refund', 'expire', 'roll-over')),
	CONSTRAINT "credit_transactions_move_something" CHECK ("credit_transactions"."amount" > 0)
);
--> statement-breakpoint
ALTER TABLE "credit_entries" ADD CONSTRAINT "credit_entries_lot_id_credit_lots_id_fk" FOREIGN KEY ("lot_id") REFERENCES "public"."credit_lots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_entries" ADD CONSTRAINT "credit_entries_of_a_transaction" FOREIGN KEY ("account_id","seq") REFERENCES "public"."credit_transactions"("account_id","seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_hold_parts" ADD CONSTRAINT "credit_hold_parts_hold_id_credit_holds_id_fk" FOREIGN KEY ("hold_id") REFERENCES "public"."credit_holds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_hold_parts" ADD CONSTRAINT "credit_hold_parts_lot_id_credit_lots_id_fk" FOREIGN KEY ("lot_id") REFERENCES "public"."credit_lots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_holds" ADD CONSTRAINT "credit_holds_account_id_credit_balances_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."credit_balances"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_lots" ADD CONSTRAINT "credit_lots_account_id_credit_balances_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."credit_balances"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_lots" ADD CONSTRAINT "credit_lots_rolled_from_a_lot" FOREIGN KEY ("rolled_from") REFERENCES "public"."credit_lots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_transactions" ADD CONSTRAINT "credit_transactions_account_id_credit_balances_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."credit_balances"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_transactions" ADD CONSTRAINT "credit_transactions_hold_id_credit_holds_id_fk" FOREIGN KEY ("hold_id") REFERENCES "public"."credit_holds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_transactions" ADD CONSTRAINT "credit_transactions_lot_id_credit_lots_id_fk" FOREIGN KEY ("lot_id") REFERENCES "public"."credit_lots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "credit_balances_due" ON "credit_balances" USING btree ("next_due_at");--> statement-breakpoint
CREATE INDEX "credit_entries_of_lot" ON "credit_entries" USING btree ("lot_id","seq");--> statement-breakpoint
CREATE INDEX "credit_holds_to_lapse" ON "credit_holds" USING btree ("lapses_at") WHERE "credit_holds"."state" = 'open';--> statement-breakpoint
CREATE INDEX "credit_holds_of_purpose" ON "credit_holds" USING btree ("account_id","purpose");--> statement-breakpoint
CREATE INDEX "credit_lots_open" ON "credit_lots" USING btree ("account_id","priority","expires_at","id") WHERE "credit_lots"."available" > 0 or "credit_lots"."pending" > 0 or ("credit_lots"."ended_at" is null and "credit_lots"."rollover_min" > 0);--> statement-breakpoint
CREATE INDEX "credit_lots_of_account" ON "credit_lots" USING btree ("account_id","expires_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "credit_lots_roll_over_once" ON "credit_lots" USING btree ("rolled_from");--> statement-breakpoint
CREATE UNIQUE INDEX "credit_transactions_id_is_one" ON "credit_transactions" USING btree ("id");--> statement-breakpoint
CREATE UNIQUE INDEX "credit_transactions_once" ON "credit_transactions" USING btree ("account_id","kind","reference") WHERE "credit_transactions"."reference" is not null;--> statement-breakpoint
CREATE INDEX "credit_transactions_by_time" ON "credit_transactions" USING btree ("account_id","at","seq");--> statement-breakpoint
CREATE INDEX "credit_transactions_of_hold" ON "credit_transactions" USING btree ("hold_id");--> statement-breakpoint
ALTER TABLE "credit_balances" ADD CONSTRAINT "credit_balances_of_an_account" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id");--> statement-breakpoint

-- At commit, when all of a transaction is there: its entries are zero together, and there are some.
CREATE FUNCTION refuse_unbalanced_credits() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
  total numeric;
BEGIN
  SELECT sum(amount) INTO total FROM credit_entries WHERE account_id = NEW.account_id AND seq = NEW.seq;
  IF total IS DISTINCT FROM 0 THEN
    RAISE EXCEPTION 'the entries of transaction % of % make % and not zero', NEW.seq, NEW.account_id, total
      USING ERRCODE = 'check_violation', CONSTRAINT = 'credit_entries_are_zero_together', TABLE = 'credit_entries';
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER credit_transactions_are_balanced AFTER INSERT OR UPDATE ON credit_transactions
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced_credits();--> statement-breakpoint
-- A transaction's own check has seen the entries that came with it; this is for any that come alone.
CREATE CONSTRAINT TRIGGER credit_entries_are_balanced AFTER INSERT OR UPDATE ON credit_entries
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced_credits();
