-- Offers whose price an account has frozen for some minutes. Of the token there is only a hash; a hold ends once.
CREATE TABLE "held_offers" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"offer_id" text NOT NULL,
	"token_hash" text NOT NULL,
	"price_per_hour" bigint NOT NULL,
	"disk_price_per_gb_month" bigint NOT NULL,
	"state" text NOT NULL,
	"held_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "held_offers_token_is_one" UNIQUE("token_hash"),
	CONSTRAINT "held_offers_state_is_known" CHECK ("held_offers"."state" in ('live', 'taken', 'released', 'expired')),
	CONSTRAINT "held_offers_end_once" CHECK (("held_offers"."state" = 'live') = ("held_offers"."ended_at" is null))
);
--> statement-breakpoint
ALTER TABLE "held_offers" ADD CONSTRAINT "held_offers_offer_id_offers_id_fk" FOREIGN KEY ("offer_id") REFERENCES "public"."offers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "held_offers_live_of_account" ON "held_offers" USING btree ("account_id","expires_at") WHERE state = 'live';--> statement-breakpoint
CREATE INDEX "held_offers_to_expire" ON "held_offers" USING btree ("expires_at") WHERE state = 'live';