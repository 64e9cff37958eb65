-- Savings were summed anew from every session on every question. What is over is kept by day; which sessions are in it
-- stands with each of them, so that what is not is added as before; and a price that changes begins another edition.
CREATE TABLE "savings_days" (
	"edition" integer NOT NULL,
	"account_id" text NOT NULL,
	"day" date NOT NULL,
	"consumer" text,
	"provider_id" text NOT NULL,
	"gpu_model" text NOT NULL,
	"gpu_socket" text,
	"vram_gb" double precision NOT NULL,
	"kind" text NOT NULL,
	"begun" integer NOT NULL,
	"carried" integer NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"paid" bigint NOT NULL,
	"gpu_ms" bigint NOT NULL,
	"aws_compared" bigint NOT NULL,
	"aws_reference" bigint NOT NULL,
	"aws_timing" bigint NOT NULL,
	"gcp_compared" bigint NOT NULL,
	"gcp_reference" bigint NOT NULL,
	"gcp_timing" bigint NOT NULL,
	"azure_compared" bigint NOT NULL,
	"azure_reference" bigint NOT NULL,
	"azure_timing" bigint NOT NULL,
	CONSTRAINT "savings_days_once" UNIQUE NULLS NOT DISTINCT("account_id","edition","day","consumer","provider_id","gpu_model","gpu_socket","vram_gb","kind")
);
--> statement-breakpoint
CREATE TABLE "savings_edition" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"edition" integer NOT NULL,
	"rules" integer NOT NULL,
	CONSTRAINT "savings_edition_is_one_row" CHECK ("savings_edition"."only")
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "saved_in" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "savings_days_by_edition" ON "savings_days" USING btree ("edition");--> statement-breakpoint
CREATE INDEX "credit_transactions_refunds" ON "credit_transactions" USING btree ("account_id","at") WHERE kind = 'refund';--> statement-breakpoint
CREATE INDEX "flexible_jobs_of_session" ON "flexible_jobs" USING btree ("session_id") WHERE session_id is not null;--> statement-breakpoint
CREATE INDEX "sessions_of_account_not_saved" ON "sessions" USING btree ("account_id","saved_in");--> statement-breakpoint
CREATE INDEX "sessions_to_save" ON "sessions" USING btree ("saved_in") WHERE ended_at is not null;--> statement-breakpoint
CREATE INDEX "sessions_of_account_by_end" ON "sessions" USING btree ("account_id","ended_at","ready_at");--> statement-breakpoint
CREATE INDEX "sessions_ended_idle" ON "sessions" USING btree ("account_id","ended_at") WHERE end_asked = 'idle';--> statement-breakpoint
INSERT INTO "savings_edition" ("edition", "rules") VALUES (1, 1);--> statement-breakpoint
CREATE FUNCTION savings_begin_another_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE savings_edition SET edition = edition + 1;
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER reference_prices_come_and_go AFTER INSERT OR DELETE OR TRUNCATE ON reference_prices
	FOR EACH STATEMENT EXECUTE FUNCTION savings_begin_another_edition();
--> statement-breakpoint
-- Where and when a price was read changes no sum.
CREATE TRIGGER reference_prices_change AFTER UPDATE OF cloud, pricing, gpu_model, gpu_socket, vram_gb, price_per_gpu_hour,
	effective_from, effective_until ON reference_prices
	FOR EACH STATEMENT EXECUTE FUNCTION savings_begin_another_edition();
