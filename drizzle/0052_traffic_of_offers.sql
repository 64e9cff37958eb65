ALTER TABLE "offers" ADD COLUMN "traffic_up_per_gb" bigint;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "traffic_down_per_gb" bigint;