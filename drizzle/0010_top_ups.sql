-- Who means to pay for credit, written down before anybody outside is asked for money: what was paid is credited to
-- this row and no other, once.
CREATE TABLE "credit_top_ups" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"email" text NOT NULL,
	"state" text NOT NULL,
	"external_id" text,
	"url" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "credit_top_ups_state_is_known" CHECK ("credit_top_ups"."state" in ('open', 'processing', 'paid', 'failed', 'expired')),
	CONSTRAINT "credit_top_ups_of_something" CHECK ("credit_top_ups"."amount" > 0)
);
--> statement-breakpoint
ALTER TABLE "credit_top_ups" ADD CONSTRAINT "credit_top_ups_account_id_credit_balances_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."credit_balances"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "credit_top_ups_external_id_is_one" ON "credit_top_ups" USING btree ("external_id");--> statement-breakpoint
CREATE INDEX "credit_top_ups_of_account" ON "credit_top_ups" USING btree ("account_id","created_at");
