import { format } from "./format.ts";
import { generated } from "./generated.ts";
import { house } from "./house.ts";
import { licences } from "./licences.ts";
import { lint } from "./lint.ts";
import { migrations } from "./migrations.ts";
import { schema } from "./schema.ts";
import { secrets } from "./secrets.ts";
import type { Step } from "./step.ts";
import { types } from "./types.ts";
import { unused } from "./unused.ts";

// What is written anew comes before what is judged, so that one run with --fix leaves nothing stale.
export const steps: Step[] = [
  generated,
  format,
  lint,
  types,
  house,
  unused,
  schema,
  migrations,
  secrets,
  licences,
];
