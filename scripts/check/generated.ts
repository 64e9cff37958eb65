import { checkClientTypes } from "./generated/client-types.ts";
import { checkMigrations } from "./generated/migrations.ts";
import { checkPrintedSchema } from "./generated/printed-schema.ts";
import type { Step } from "./step.ts";
import { allOf } from "./step.ts";

export const generated: Step = {
  name: "generated",
  async run({ fix }) {
    // In this order, because the client's types are made of the schema.
    const printed = await checkPrintedSchema(fix);
    return allOf([printed, await checkClientTypes(fix), await checkMigrations()]);
  },
};
