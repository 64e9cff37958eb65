-- GPUs promised ahead of time: pools, what is free of them on every quarter hour, and who was promised what. That a
-- pool is never oversold is a check on pool_days, and what stands there is kept by triggers alone.
CREATE TABLE "pool_closures" (
	"id" text PRIMARY KEY NOT NULL,
	"pool_id" text NOT NULL,
	"kind" text NOT NULL,
	"gpus" integer NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "pool_closures_are_windows" CHECK ("pool_closures"."starts_at" < "pool_closures"."ends_at" and extract(epoch from "pool_closures"."starts_at")::bigint % 900 = 0 and extract(epoch from "pool_closures"."ends_at")::bigint % 900 = 0),
	CONSTRAINT "pool_closures_take_gpus" CHECK (("pool_closures"."kind" = 'maintenance') = ("pool_closures"."gpus" > 0) and "pool_closures"."gpus" >= 0)
);
--> statement-breakpoint
CREATE TABLE "pool_days" (
	"pool_id" text NOT NULL,
	"day" date NOT NULL,
	"free" smallint[] NOT NULL,
	CONSTRAINT "pool_days_pool_id_day_pk" PRIMARY KEY("pool_id","day"),
	CONSTRAINT "pool_days_have_96_quarters" CHECK (array_length("pool_days"."free", 1) = 96),
	CONSTRAINT "pool_days_never_oversold" CHECK (0 <= all("pool_days"."free"))
);
--> statement-breakpoint
CREATE TABLE "pool_rules" (
	"id" text PRIMARY KEY NOT NULL,
	"pool_id" text NOT NULL,
	"label" text NOT NULL,
	"share_bp" integer NOT NULL,
	"min_gpus" integer NOT NULL,
	"min_hours" integer NOT NULL,
	"min_days_ahead" integer NOT NULL,
	CONSTRAINT "pool_rules_reward_more" CHECK ("pool_rules"."share_bp" between -5000 and 5000 and ("pool_rules"."share_bp" <= 0 or ("pool_rules"."min_gpus" <= 1 and "pool_rules"."min_hours" = 0 and "pool_rules"."min_days_ahead" = 0)))
);
--> statement-breakpoint
CREATE TABLE "pools" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"gpu_model" text NOT NULL,
	"region" text NOT NULL,
	"gpus" integer NOT NULL,
	"price_per_gpu_hour" bigint NOT NULL,
	"margin_bp" integer,
	"market_per_gpu_hour" bigint,
	"expected_per_gpu_hour" bigint,
	"backing" text NOT NULL,
	"providers" text[] NOT NULL,
	"hosts" text[] NOT NULL,
	"buy_cap_per_gpu_hour" bigint NOT NULL,
	"lead_minutes" integer NOT NULL,
	"give_up_minutes" integer NOT NULL,
	"horizon_days" integer NOT NULL,
	"free_cancel_hours" integer NOT NULL,
	"cancel_share_bp" integer NOT NULL,
	"hand_back_share_bp" integer NOT NULL,
	"is_open" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "pools_have_few_gpus" CHECK ("pools"."gpus" between 0 and 10000),
	CONSTRAINT "pools_cost_something" CHECK ("pools"."price_per_gpu_hour" > 0 and "pools"."buy_cap_per_gpu_hour" > 0),
	CONSTRAINT "pools_shares_are_shares" CHECK ("pools"."cancel_share_bp" between 0 and 10000 and "pools"."hand_back_share_bp" between 0 and 10000 and coalesce("pools"."margin_bp", 0) between 0 and 100000),
	CONSTRAINT "pools_times_are_times" CHECK ("pools"."lead_minutes" between 0 and 240 and "pools"."give_up_minutes" between 10 and 720 and "pools"."horizon_days" between 1 and 365 and "pools"."free_cancel_hours" between 0 and 720)
);
--> statement-breakpoint
CREATE TABLE "reservation_parts" (
	"reservation_id" text NOT NULL,
	"pool_id" text NOT NULL,
	"gpus" integer NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "reservation_parts_reservation_id_starts_at_pk" PRIMARY KEY("reservation_id","starts_at"),
	CONSTRAINT "reservation_parts_are_windows" CHECK ("reservation_parts"."starts_at" < "reservation_parts"."ends_at" and extract(epoch from "reservation_parts"."starts_at")::bigint % 900 = 0 and extract(epoch from "reservation_parts"."ends_at")::bigint % 900 = 0 and "reservation_parts"."gpus" between 1 and 64)
);
--> statement-breakpoint
CREATE TABLE "reservation_sessions" (
	"session_id" text PRIMARY KEY NOT NULL,
	"reservation_id" text NOT NULL,
	"gpus" smallint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reservations" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"pool_id" text NOT NULL,
	"state" text NOT NULL,
	"state_since" timestamp (3) with time zone NOT NULL,
	"held_until" timestamp (3) with time zone,
	"consumer" text,
	"label" text,
	"series_id" text,
	"gpus" integer NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"base_per_gpu_hour" bigint NOT NULL,
	"on_demand_per_gpu_hour" bigint NOT NULL,
	"rules" jsonb NOT NULL,
	"free_cancel_until" timestamp (3) with time zone NOT NULL,
	"cancel_share_bp" integer NOT NULL,
	"hand_back_share_bp" integer NOT NULL,
	"days_ahead" integer NOT NULL,
	"total" bigint NOT NULL,
	"kept" bigint NOT NULL,
	"hold_id" text,
	"charged" bigint NOT NULL,
	"refunded" bigint NOT NULL,
	"credited" bigint NOT NULL,
	"ready_at" timestamp (3) with time zone,
	"short_since" timestamp (3) with time zone,
	"short_gpus" integer NOT NULL,
	"lateness_paid_until" timestamp (3) with time zone,
	"noticed_minutes" integer,
	"ended_at" timestamp (3) with time zone,
	"reason" text,
	"image" text NOT NULL,
	"disk_gb" integer NOT NULL,
	"public_key" text,
	CONSTRAINT "reservations_are_windows" CHECK ("reservations"."starts_at" < "reservations"."ends_at" and extract(epoch from "reservations"."starts_at")::bigint % 900 = 0 and extract(epoch from "reservations"."ends_at")::bigint % 900 = 0 and "reservations"."ends_at" - "reservations"."starts_at" <= interval '30 days'),
	CONSTRAINT "reservations_have_few_gpus" CHECK ("reservations"."gpus" between 1 and 64),
	CONSTRAINT "reservations_held_are_not_paid" CHECK (("reservations"."state" in ('held', 'lapsed')) = ("reservations"."hold_id" is null)),
	CONSTRAINT "reservations_held_run_out" CHECK ("reservations"."state" <> 'held' or "reservations"."held_until" is not null),
	CONSTRAINT "reservations_money_is_sound" CHECK ("reservations"."total" >= 0 and "reservations"."charged" >= 0 and "reservations"."refunded" between 0 and "reservations"."charged" and "reservations"."credited" >= 0),
	CONSTRAINT "reservations_cost_nothing_before_ready" CHECK ("reservations"."ready_at" is not null or "reservations"."state" = 'cancelled' or "reservations"."charged" = 0)
);
--> statement-breakpoint
ALTER TABLE "sessions" DROP CONSTRAINT "sessions_longest_is_twelve_hours";--> statement-breakpoint
ALTER TABLE "sessions" DROP CONSTRAINT "sessions_hours_are_few";--> statement-breakpoint
ALTER TABLE "sessions" ALTER COLUMN "hold_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "plan" text DEFAULT 'starter' NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "prepaid" jsonb;--> statement-breakpoint
ALTER TABLE "pool_closures" ADD CONSTRAINT "pool_closures_pool_id_pools_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pool_days" ADD CONSTRAINT "pool_days_pool_id_pools_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pool_rules" ADD CONSTRAINT "pool_rules_pool_id_pools_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reservation_parts" ADD CONSTRAINT "reservation_parts_reservation_id_reservations_id_fk" FOREIGN KEY ("reservation_id") REFERENCES "public"."reservations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reservation_sessions" ADD CONSTRAINT "reservation_sessions_reservation_id_reservations_id_fk" FOREIGN KEY ("reservation_id") REFERENCES "public"."reservations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_pool_id_pools_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "pool_closures_of_pool" ON "pool_closures" USING btree ("pool_id","ends_at");--> statement-breakpoint
CREATE INDEX "pool_rules_of_pool" ON "pool_rules" USING btree ("pool_id");--> statement-breakpoint
CREATE INDEX "pools_of_gpu" ON "pools" USING btree ("gpu_model");--> statement-breakpoint
CREATE INDEX "reservation_parts_of_pool" ON "reservation_parts" USING btree ("pool_id","starts_at");--> statement-breakpoint
CREATE INDEX "reservation_sessions_of_reservation" ON "reservation_sessions" USING btree ("reservation_id");--> statement-breakpoint
CREATE INDEX "reservations_of_account" ON "reservations" USING btree ("account_id","starts_at","id");--> statement-breakpoint
CREATE INDEX "reservations_of_pool" ON "reservations" USING btree ("pool_id","starts_at");--> statement-breakpoint
CREATE INDEX "reservations_of_series" ON "reservations" USING btree ("series_id");--> statement-breakpoint
CREATE INDEX "reservations_to_lapse" ON "reservations" USING btree ("held_until") WHERE state = 'held';--> statement-breakpoint
CREATE INDEX "reservations_to_deliver" ON "reservations" USING btree ("starts_at") WHERE state in ('confirmed', 'active');--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_are_paid_one_way" CHECK (("sessions"."hold_id" is null) = ("sessions"."prepaid" is not null) and ("sessions"."prepaid" is null) = ("sessions"."until" is null) and ("sessions"."hold_id" is not null or "sessions"."held" = 0));--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_longest_is_twelve_hours" CHECK ("sessions"."longest_overridden" or "sessions"."longest_until" <= greatest("sessions"."billable_since", "sessions"."until") + interval '12 hours');--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_hours_are_few" CHECK ("sessions"."hours" between 1 and 12 or "sessions"."until" is not null);
--> statement-breakpoint
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_of_an_account" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id");--> statement-breakpoint

-- Takes a pool's days until the transaction ends, and writes those that nobody touched yet from what the pool has.
-- Both in the order of days, so that no two who book ever wait for each other in a circle; and the pool before
-- its days, so that a day cannot miss that the pool's size changes. Whoever needs days more than once in a
-- transaction takes all of them first.
CREATE FUNCTION lock_pool_days(pool text, days date[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  there integer;
BEGIN
  SELECT count(*) INTO there FROM pool_days WHERE pool_id = pool AND day = ANY (days);
  IF there < cardinality(days) THEN
    PERFORM 1 FROM pools WHERE id = pool FOR SHARE;
    INSERT INTO pool_days (pool_id, day, free)
    SELECT p.id, d, array_fill(p.gpus::smallint, ARRAY[96]) FROM pools p, unnest(days) d WHERE p.id = pool ORDER BY d
    ON CONFLICT DO NOTHING;
  END IF;
  PERFORM 1 FROM pool_days WHERE pool_id = pool AND day = ANY (days) ORDER BY day FOR NO KEY UPDATE;
END $$;--> statement-breakpoint

-- Takes GPUs from a pool for a window, or gives them back where the number is below zero. Only this changes what
-- is free: the program itself may not.
CREATE FUNCTION take_from_pool(pool text, gpus_taken integer, begins timestamptz, ends timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  first_day date := (begins AT TIME ZONE 'UTC')::date;
  last_day date := ((ends - interval '15 minutes') AT TIME ZONE 'UTC')::date;
  first_quarter integer := 1 + extract(epoch FROM begins AT TIME ZONE 'UTC' - first_day::timestamp)::integer / 900;
  last_quarter integer := extract(epoch FROM ends AT TIME ZONE 'UTC' - last_day::timestamp)::integer / 900;
BEGIN
  PERFORM lock_pool_days(pool, ARRAY(SELECT d::date FROM generate_series(first_day::timestamp, last_day::timestamp, '1 day') d));
  UPDATE pool_days SET free = less_in(free, gpus_taken,
    CASE WHEN day = first_day THEN first_quarter ELSE 1 END, CASE WHEN day = last_day THEN last_quarter ELSE 96 END)
  WHERE pool_id = pool AND day BETWEEN first_day AND last_day;
END $$;--> statement-breakpoint

-- So much less in each place from one to another.
CREATE FUNCTION less_in(list smallint[], less integer, from_place integer, to_place integer) RETURNS smallint[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public AS $$
  SELECT list[1:from_place - 1]
    || (SELECT array_agg((one - less)::smallint ORDER BY place) FROM unnest(list[from_place:to_place]) WITH ORDINALITY AS u(one, place))
    || list[to_place + 1:]
$$;--> statement-breakpoint

CREATE FUNCTION parts_take_from_pools() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM take_from_pool(OLD.pool_id, -OLD.gpus, OLD.starts_at, OLD.ends_at);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM take_from_pool(NEW.pool_id, NEW.gpus, NEW.starts_at, NEW.ends_at);
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER reservation_parts_take_from_pools AFTER INSERT OR UPDATE OR DELETE ON reservation_parts
FOR EACH ROW EXECUTE FUNCTION parts_take_from_pools();--> statement-breakpoint

CREATE FUNCTION closures_take_from_pools() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.gpus > 0 THEN
    PERFORM take_from_pool(OLD.pool_id, -OLD.gpus, OLD.starts_at, OLD.ends_at);
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.gpus > 0 THEN
    PERFORM take_from_pool(NEW.pool_id, NEW.gpus, NEW.starts_at, NEW.ends_at);
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER pool_closures_take_from_pools AFTER INSERT OR UPDATE OR DELETE ON pool_closures
FOR EACH ROW EXECUTE FUNCTION closures_take_from_pools();--> statement-breakpoint

-- A pool that grows or shrinks does so on every day from now on; days that are over stay as they were.
CREATE FUNCTION pools_change_their_days() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM 1 FROM pool_days WHERE pool_id = NEW.id AND day >= (NEW.changed_at AT TIME ZONE 'UTC')::date
  ORDER BY day FOR NO KEY UPDATE;
  UPDATE pool_days SET free = less_in(free, OLD.gpus - NEW.gpus,
    CASE WHEN day = (NEW.changed_at AT TIME ZONE 'UTC')::date
      THEN 1 + extract(epoch FROM NEW.changed_at AT TIME ZONE 'UTC' - day::timestamp)::integer / 900 ELSE 1 END, 96)
  WHERE pool_id = NEW.id AND day >= (NEW.changed_at AT TIME ZONE 'UTC')::date;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER pools_change_their_days AFTER UPDATE OF gpus ON pools
FOR EACH ROW WHEN (OLD.gpus <> NEW.gpus) EXECUTE FUNCTION pools_change_their_days();
