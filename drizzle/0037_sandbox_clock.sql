-- How far the clock of a sandbox was moved on, so that it is still as late after a restart and in every process.
CREATE TABLE "sandbox_clock" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"ahead_ms" bigint NOT NULL,
	CONSTRAINT "sandbox_clock_is_one_row" CHECK ("sandbox_clock"."only"),
	CONSTRAINT "sandbox_clock_is_ahead" CHECK ("sandbox_clock"."ahead_ms" >= 0)
);
