-- What an account asked for under an idempotency key, and the reply, so that it is done once however often
-- it is asked. Of the key there is only a hash, and the reply is sealed under the key.
CREATE TABLE "idempotency_keys" (
	"account_id" text NOT NULL,
	"key_hash" text NOT NULL,
	"asked_hash" text NOT NULL,
	"sealed_reply" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_account_id_key_hash_pk" PRIMARY KEY("account_id","key_hash")
);
--> statement-breakpoint
CREATE INDEX "idempotency_keys_by_age" ON "idempotency_keys" USING btree ("asked_at");