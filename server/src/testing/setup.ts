import "reflect-metadata";
import { registry } from "../platform/metrics.ts";

// Files of tests share a process, and a test reads what was counted since its own file began.
registry.resetMetrics();
