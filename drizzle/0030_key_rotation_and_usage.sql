-- A key can be given another secret while the old one is good for some time, be bound to consumers, and is counted by
-- day and operation: what it asked for, what that cost, and what of it was refused.
CREATE TABLE "api_key_usage" (
	"key_id" text NOT NULL,
	"account_id" text NOT NULL,
	"day" date NOT NULL,
	"operation" text NOT NULL,
	"requests" integer NOT NULL,
	"points" bigint NOT NULL,
	"refused" integer NOT NULL,
	CONSTRAINT "api_key_usage_key_id_day_operation_pk" PRIMARY KEY("key_id","day","operation")
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "old_hash" text;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "old_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "rotated_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "consumers" text[];--> statement-breakpoint
ALTER TABLE "api_key_usage" ADD CONSTRAINT "api_key_usage_key_id_api_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."api_keys"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_key_usage_of_account" ON "api_key_usage" USING btree ("account_id","day");--> statement-breakpoint
CREATE INDEX "api_key_usage_by_age" ON "api_key_usage" USING btree ("day");--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_old_hash_is_one" UNIQUE("old_hash");
