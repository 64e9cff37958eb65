-- Standing orders: hours of a machine before a deadline, for so much at most. The database keeps them from starting after their
-- freeze time and above their cap; what each saw hour by hour is kept, for from it is told what the best would have been.
CREATE TABLE "flexible_job_looks" (
	"job_id" text NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"price_per_hour" bigint,
	"decision" text NOT NULL,
	"because" text NOT NULL,
	CONSTRAINT "flexible_job_looks_job_id_hour_pk" PRIMARY KEY("job_id","hour")
);
--> statement-breakpoint
CREATE TABLE "flexible_jobs" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"gpu_model" text NOT NULL,
	"gpu_count" integer NOT NULL,
	"region" text,
	"hours" integer NOT NULL,
	"deadline" timestamp (3) with time zone NOT NULL,
	"freeze_at" timestamp (3) with time zone NOT NULL,
	"budget" bigint NOT NULL,
	"cap_per_hour" bigint NOT NULL,
	"image" text NOT NULL,
	"disk_gb" integer NOT NULL,
	"consumer" text,
	"public_key" text,
	"state" text NOT NULL,
	"because" text NOT NULL,
	"hold_id" text,
	"session_id" text,
	"reservation_id" text,
	"started_at" timestamp (3) with time zone,
	"started_price_per_hour" bigint,
	"looked_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "flexible_jobs_freeze_before_their_deadline" CHECK ("flexible_jobs"."freeze_at" < "flexible_jobs"."deadline"),
	CONSTRAINT "flexible_jobs_start_by_their_freeze_time" CHECK ("flexible_jobs"."started_at" <= "flexible_jobs"."freeze_at" + interval '5 minutes'),
	CONSTRAINT "flexible_jobs_keep_to_their_cap" CHECK ("flexible_jobs"."started_price_per_hour" <= "flexible_jobs"."cap_per_hour"),
	CONSTRAINT "flexible_jobs_keep_to_their_budget" CHECK ("flexible_jobs"."cap_per_hour" * "flexible_jobs"."hours" <= "flexible_jobs"."budget"),
	CONSTRAINT "flexible_jobs_start_something" CHECK (("flexible_jobs"."state" = 'started') = ("flexible_jobs"."session_id" is not null or "flexible_jobs"."reservation_id" is not null)),
	CONSTRAINT "flexible_jobs_hold_while_waiting" CHECK (("flexible_jobs"."state" = 'waiting') = ("flexible_jobs"."hold_id" is not null))
);
--> statement-breakpoint
ALTER TABLE "flexible_job_looks" ADD CONSTRAINT "flexible_job_looks_job_id_flexible_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."flexible_jobs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "flexible_jobs_of_account" ON "flexible_jobs" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "flexible_jobs_to_look_at" ON "flexible_jobs" USING btree ("freeze_at") WHERE state in ('waiting', 'started');