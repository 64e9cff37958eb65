-- A program from before may be kept from working beside a newer one: it takes no turn that needs a later edition than its own.
ALTER TABLE "loops" ADD COLUMN "needs_edition" integer DEFAULT 1 NOT NULL;
