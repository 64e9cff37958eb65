-- A held offer is rented for the price that was frozen; what its provider lists it for by then is kept beside it, to tell a
-- machine that turns out dearer from one that was held.
ALTER TABLE "machines" ADD COLUMN "listed_per_hour" bigint;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "price_held" boolean DEFAULT false NOT NULL;