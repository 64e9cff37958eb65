-- What prices did: every change of an offer for two weeks, and what an hour cost in each market for two years.
-- Changes are partitioned by day and points by month, so that what is old goes with its table and nothing is
-- deleted row by row. Changes by day and not by month, because they are kept for so short a time that a month
-- would keep three times as much.
CREATE TABLE "listed_hours" (
	"hour" timestamp (3) with time zone NOT NULL,
	"provider_id" text NOT NULL,
	CONSTRAINT "listed_hours_hour_provider_id_pk" PRIMARY KEY("hour","provider_id")
);
--> statement-breakpoint
CREATE TABLE "offer_changes" (
	"at" timestamp (3) with time zone NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "offer_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"offer_id" text NOT NULL,
	"what" text NOT NULL,
	"price" bigint,
	"provider_id" text,
	"machine_id" text,
	"gpu_model" text,
	"gpu_socket" text,
	"gpu_count" integer,
	"region" text,
	"kind" text,
	CONSTRAINT "offer_changes_at_id_pk" PRIMARY KEY("at","id"),
	CONSTRAINT "offer_changes_have_a_price" CHECK ("offer_changes"."what" = 'withdrawn' or "offer_changes"."price" > 0),
	CONSTRAINT "offer_changes_say_the_market" CHECK ("offer_changes"."what" <> 'listed' or ("offer_changes"."provider_id" is not null and "offer_changes"."machine_id" is not null
        and "offer_changes"."gpu_model" is not null and "offer_changes"."gpu_count" is not null and "offer_changes"."region" is not null
        and "offer_changes"."kind" is not null))
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "price_baskets" (
	"provider_id" text NOT NULL,
	"gpu_model" text NOT NULL,
	"gpu_socket" text,
	"kind" text NOT NULL,
	"book" jsonb NOT NULL,
	"items" jsonb NOT NULL,
	CONSTRAINT "price_baskets_one_per_market" UNIQUE NULLS NOT DISTINCT("provider_id","gpu_model","gpu_socket","kind")
);
--> statement-breakpoint
CREATE TABLE "price_clock" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"closed_up_to" timestamp (3) with time zone,
	CONSTRAINT "price_clock_is_one_row" CHECK ("price_clock"."only")
);
--> statement-breakpoint
CREATE TABLE "price_points" (
	"series" integer NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"low" bigint NOT NULL,
	"median" bigint NOT NULL,
	"high" bigint NOT NULL,
	"count" integer NOT NULL,
	"source" text NOT NULL,
	CONSTRAINT "price_points_series_hour_pk" PRIMARY KEY("series","hour"),
	CONSTRAINT "price_points_are_in_order" CHECK (0 < "price_points"."low" and "price_points"."low" <= "price_points"."median" and "price_points"."median" <= "price_points"."high"),
	CONSTRAINT "price_points_count_machines" CHECK ("price_points"."count" >= 0)
) PARTITION BY RANGE ("hour");
--> statement-breakpoint
CREATE TABLE "price_series" (
	"number" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "price_series_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"id" text NOT NULL,
	"provider_id" text NOT NULL,
	"gpu_model" text NOT NULL,
	"gpu_socket" text,
	"region" text,
	"kind" text NOT NULL,
	CONSTRAINT "price_series_id_is_one" UNIQUE("id"),
	CONSTRAINT "price_series_are_one" UNIQUE NULLS NOT DISTINCT("gpu_model","provider_id","gpu_socket","region","kind")
);
--> statement-breakpoint
ALTER TABLE "listed_hours" ADD CONSTRAINT "listed_hours_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."providers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_baskets" ADD CONSTRAINT "price_baskets_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."providers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_points" ADD CONSTRAINT "price_points_series_price_series_number_fk" FOREIGN KEY ("series") REFERENCES "public"."price_series"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "offer_changes_of_offer" ON "offer_changes" USING btree ("offer_id","at");--> statement-breakpoint

-- The program's role owns no table and may make none, so these make and drop partitions for it, and nothing
-- else: of these two tables, within bounds, and never what is younger than a week. A partition is made as a
-- table of its own and then attached, which lets readers and writers of the others go on.
CREATE FUNCTION price_partition_step(parent text) RETURNS interval
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
BEGIN
  CASE parent
    WHEN 'offer_changes' THEN RETURN interval '1 day';
    WHEN 'price_points' THEN RETURN interval '1 month';
    ELSE RAISE EXCEPTION 'no partitions of % are kept here', parent;
  END CASE;
END $$;--> statement-breakpoint

CREATE FUNCTION make_price_partitions(parent text, first_at timestamptz, last_at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public SET timezone = 'UTC' AS $$
DECLARE
  step interval := price_partition_step(parent);
  unit text := CASE parent WHEN 'price_points' THEN 'month' ELSE 'day' END;
  lower timestamptz := date_trunc(unit, first_at);
  partition text;
  made integer := 0;
BEGIN
  IF first_at < '2010-01-01' OR last_at > '2100-01-01' OR last_at - first_at > step * 400 THEN
    RAISE EXCEPTION 'partitions from % to % are too many or too far', first_at, last_at;
  END IF;
  WHILE lower <= last_at LOOP
    partition := parent || to_char(lower, CASE unit WHEN 'month' THEN '_YYYY_MM' ELSE '_YYYY_MM_DD' END);
    IF to_regclass('public.' || partition) IS NULL THEN
      -- One at a time: another process may be making the same one, and has when this goes on. What it made is
      -- in the catalogue then, and not yet in what this one remembers of it.
      PERFORM pg_advisory_xact_lock(7305116);
      IF NOT EXISTS (SELECT FROM pg_class WHERE relname = partition AND relnamespace = 'public'::regnamespace) THEN
        EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', partition, parent);
        EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
          parent, partition, lower, lower + step);
        made := made + 1;
      END IF;
    END IF;
    lower := lower + step;
  END LOOP;
  RETURN made;
END $$;--> statement-breakpoint

-- Dropping waits for whoever reads the table, and whoever comes later would wait behind it; so it gives up soon
-- and is tried again in an hour.
CREATE FUNCTION drop_price_partitions(parent text, before timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  step interval := price_partition_step(parent);
  partition record;
  dropped integer := 0;
BEGIN
  FOR partition IN
    SELECT c.relname, to_timestamp(substr(c.relname, length(parent) + 2) || CASE parent WHEN 'price_points' THEN '_01' ELSE '' END,
      'YYYY_MM_DD') AS lower
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = to_regclass('public.' || parent)
    ORDER BY c.relname
  LOOP
    IF partition.lower + step <= least(before, now() - interval '7 days') THEN
      EXECUTE format('DROP TABLE IF EXISTS public.%I', partition.relname);
      dropped := dropped + 1;
    END IF;
  END LOOP;
  RETURN dropped;
END $$;--> statement-breakpoint

INSERT INTO "price_clock" ("only", "closed_up_to") VALUES (true, NULL);--> statement-breakpoint

-- History begins with what is listed already.
DO $$ BEGIN
  IF EXISTS (SELECT FROM offers WHERE state = 'listed') THEN
    PERFORM make_price_partitions('offer_changes', now(), now());
    INSERT INTO offer_changes (at, offer_id, what, price, provider_id, machine_id, gpu_model, gpu_socket, gpu_count, region, kind)
    SELECT now(), id, 'listed', price_per_gpu_hour, provider_id, machine_id, gpu_model, gpu_socket, gpu_count, region, kind
    FROM offers WHERE state = 'listed';
  END IF;
END $$;
