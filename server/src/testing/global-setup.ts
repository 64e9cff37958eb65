import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { migrateDatabase } from "../platform/db/migrate.ts";
import { DRIZZLE_FOLDER } from "./paths.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A server on which databases may be made, and the migrated one to clone. */
    adminUrl: string;
    template: string;
  }
}

/** Migrates one database; each file of tests then works on a clone of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const adminUrl = process.env["TEST_DATABASE_URL"];
  if (!adminUrl) {
    throw new Error("TEST_DATABASE_URL is not set: `npm test` starts a PostgreSQL and sets it");
  }
  const template = `berth_template_${process.pid}`;
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`drop database if exists ${template} with (force)`);
  await admin.unsafe(`create database ${template}`);
  const url = new URL(adminUrl);
  url.pathname = `/${template}`;
  await migrateDatabase(url.href, DRIZZLE_FOLDER);
  project.provide("adminUrl", adminUrl);
  project.provide("template", template);
  return async () => {
    await admin.unsafe(`drop database if exists ${template} with (force)`);
    await admin.end();
  };
}
