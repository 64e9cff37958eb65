-- An order may be for one socket alone, as in “H100 SXM”; those that stand are for any.
ALTER TABLE "flexible_jobs" ADD COLUMN "gpu_socket" text;