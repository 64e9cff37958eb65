import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: [
    "./src/events/tables.ts",
    "./src/platform/idempotency/tables.ts",
    "./src/platform/loops/tables.ts",
    "./src/**/store/{tables,price-tables}.ts",
  ],
  out: "../drizzle",
});
