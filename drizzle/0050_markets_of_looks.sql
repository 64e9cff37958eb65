-- A standing order waits by how far the cheapest usually is from its market, and that is told from its earlier looks.
ALTER TABLE "flexible_job_looks" ADD COLUMN "market_per_hour" bigint;