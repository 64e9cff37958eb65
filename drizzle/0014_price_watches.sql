-- Standing wishes to be told of a price. That a crossing is told once is decided by the state in the row; what was
-- found is kept beside it, for the offer may be gone when it is read.
CREATE TABLE "price_watches" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"gpu_model" text NOT NULL,
	"gpu_socket" text,
	"gpu_count" integer NOT NULL,
	"kind" text NOT NULL,
	"country" text,
	"price_per_gpu_hour" bigint NOT NULL,
	"state" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"fired_at" timestamp (3) with time zone,
	"fired_price_per_gpu_hour" bigint,
	"fired_offer_id" text,
	CONSTRAINT "price_watches_are_one" UNIQUE NULLS NOT DISTINCT("account_id","gpu_model","gpu_socket","gpu_count","kind","country","price_per_gpu_hour"),
	CONSTRAINT "price_watches_have_a_price" CHECK ("price_watches"."price_per_gpu_hour" > 0),
	CONSTRAINT "price_watches_fire_at_something" CHECK ("price_watches"."state" = 'armed' or "price_watches"."fired_at" is not null)
);
