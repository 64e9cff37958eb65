import { fileURLToPath } from "node:url";
import { migrateDatabase } from "./platform/db/migrate.ts";

// Run as the owner of the database, before the program itself, which may not change tables.
const url = process.env["DATABASE_URL"];
if (!url) {
  console.error("DATABASE_URL is not set");
  process.exit(1);
}
try {
  await migrateDatabase(url, fileURLToPath(new URL("../../drizzle", import.meta.url)));
} catch (error) {
  console.error(
    `The database could not be migrated: ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exit(1);
}
