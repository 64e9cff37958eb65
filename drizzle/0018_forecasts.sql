-- Forecasts of prices and how right they were. A forecast is fixed when it is issued: an hour of a series has one, and the
-- program's role may change nothing of it but how far it is scored. Scores are sums a day, kept longer than what they are of.
CREATE TABLE "forecast_scores" (
	"series" integer NOT NULL,
	"day" date NOT NULL,
	"horizon_day" smallint NOT NULL,
	"replayed" boolean NOT NULL,
	"forecasts" integer NOT NULL,
	"hours" integer NOT NULL,
	"error" double precision NOT NULL,
	"naive_error" double precision NOT NULL,
	"pinball" double precision NOT NULL,
	"in_80" integer NOT NULL,
	"in_95" integer NOT NULL,
	"width_80" double precision NOT NULL,
	"width_95" double precision NOT NULL,
	"below" integer[] NOT NULL,
	"at_most" integer[] NOT NULL,
	CONSTRAINT "forecast_scores_series_day_horizon_day_replayed_pk" PRIMARY KEY("series","day","horizon_day","replayed")
);
--> statement-breakpoint
CREATE TABLE "forecast_series" (
	"series" integer PRIMARY KEY NOT NULL,
	"changed_at" timestamp (3) with time zone,
	"drifted_at" timestamp (3) with time zone,
	"replayed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "forecasts" (
	"id" text PRIMARY KEY NOT NULL,
	"series" integer NOT NULL,
	"cut_off" timestamp (3) with time zone NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"replayed" boolean NOT NULL,
	"model" text NOT NULL,
	"hours_known" integer NOT NULL,
	"last_price" bigint NOT NULL,
	"expected_skill" double precision NOT NULL,
	"memory_hours" double precision NOT NULL,
	"notes" jsonb NOT NULL,
	"curve" "bytea" NOT NULL,
	"scored_days" smallint DEFAULT 0 NOT NULL,
	CONSTRAINT "forecasts_one_per_hour" UNIQUE("series","cut_off"),
	CONSTRAINT "forecasts_know_enough" CHECK ("forecasts"."hours_known" >= 50),
	CONSTRAINT "forecasts_come_after_what_they_know" CHECK ("forecasts"."issued_at" >= "forecasts"."cut_off"),
	CONSTRAINT "forecasts_have_seven_days" CHECK ("forecasts"."scored_days" between 0 and 7)
);
--> statement-breakpoint
CREATE INDEX "forecast_scores_by_day" ON "forecast_scores" USING btree ("day");--> statement-breakpoint
CREATE INDEX "forecasts_to_score" ON "forecasts" USING btree ("series","cut_off") WHERE scored_days < 7;--> statement-breakpoint
ALTER TABLE "forecasts" ADD CONSTRAINT "forecasts_series_price_series_number_fk" FOREIGN KEY ("series") REFERENCES "public"."price_series"("number");--> statement-breakpoint
ALTER TABLE "forecast_scores" ADD CONSTRAINT "forecast_scores_series_price_series_number_fk" FOREIGN KEY ("series") REFERENCES "public"."price_series"("number");--> statement-breakpoint
ALTER TABLE "forecast_series" ADD CONSTRAINT "forecast_series_series_price_series_number_fk" FOREIGN KEY ("series") REFERENCES "public"."price_series"("number");
