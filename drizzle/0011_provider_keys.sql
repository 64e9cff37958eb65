-- An account's own keys at the clouds it rents from, sealed under BERTH_SECRET and bound to their row: a copy of the
-- database alone opens none of them.
CREATE TABLE "provider_keys" (
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"sealed_key" text NOT NULL,
	"hint" text NOT NULL,
	"set_by" text,
	"set_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "provider_keys_account_id_provider_id_pk" PRIMARY KEY("account_id","provider_id")
);
--> statement-breakpoint
ALTER TABLE "provider_keys" ADD CONSTRAINT "provider_keys_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "provider_keys" ADD CONSTRAINT "provider_keys_set_by_users_id_fk" FOREIGN KEY ("set_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;