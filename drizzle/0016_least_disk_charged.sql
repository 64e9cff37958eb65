-- The least disk that an offer is charged for: who wants a smaller one pays for this, so that a price that is told for a
-- smaller disk is the price that is paid.
ALTER TABLE "offers" ADD COLUMN "charged_disk_gb_min" integer DEFAULT 0 NOT NULL;
