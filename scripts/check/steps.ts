import { format } from "./format.ts";
import { house } from "./house.ts";
import { licences } from "./licences.ts";
import { lint } from "./lint.ts";
import { schema } from "./schema.ts";
import { secrets } from "./secrets.ts";
import type { Step } from "./step.ts";
import { types } from "./types.ts";

export const steps: Step[] = [format, lint, types, house, schema, secrets, licences];
