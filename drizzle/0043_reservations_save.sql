-- What is on the disks of machines that are booked ahead may be saved, too, before they are ended.
-- Older servers: none of them writes the column that is bounded.
ALTER TABLE "reservation_waits" ADD COLUMN "save_minutes" integer;--> statement-breakpoint
ALTER TABLE "reservation_waits" ADD COLUMN "sealed_saving" text;--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "save_minutes" integer;--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "sealed_saving" text;--> statement-breakpoint
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_save_for_minutes" CHECK ("reservations"."save_minutes" between 1 and 30);