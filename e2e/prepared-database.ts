import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { runToEnd } from "./running.ts";

// A migrated database with the demo account in it, made once by the product's own programs. Each story
// works on a copy.

export interface Demo {
  email: string;
  password: string;
  apiKey: string;
}

declare module "vitest" {
  interface ProvidedContext {
    prepared: {
      /** The database to copy, and the secret that what is sealed in it was sealed with. */
      template: string;
      secret: string;
      demo: Demo;
      /** Where Node keeps what it compiled, for the programs that are started next. */
      compiled: string;
    };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const adminUrl = process.env["TEST_DATABASE_URL"];
  if (!adminUrl) throw new Error("TEST_DATABASE_URL is not set: `npm test` starts a PostgreSQL and sets it");
  const template = `berth_e2e_template_${process.pid}`;
  const compiled = mkdtempSync(join(tmpdir(), "berth-compiled-"));
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  const drop = () => admin.unsafe(`drop database if exists ${template} with (force)`);
  await drop();
  await admin.unsafe(`create database ${template}`);
  const url = new URL(adminUrl);
  url.pathname = `/${template}`;
  const secret = randomBytes(48).toString("base64");
  const demo = await prepareDatabase({
    NODE_ENV: "production",
    DATABASE_URL: url.href,
    BERTH_SECRET: secret,
    NODE_COMPILE_CACHE: compiled,
  });
  project.provide("prepared", { template, secret, demo, compiled });
  return async () => {
    await drop();
    await admin.end();
    rmSync(compiled, { recursive: true, force: true });
  };
}

/** Migrates a database and makes the demo account in it. */
export async function prepareDatabase(env: Record<string, string>): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), "berth-demo-"));
  const keyFile = join(folder, "api-key");
  const person = { email: "demo@berth.example", password: randomBytes(12).toString("base64url") };
  try {
    await runToEnd("server/dist/migrate.js", env);
    await runToEnd("server/dist/demo.js", {
      ...env,
      DEMO_EMAIL: person.email,
      DEMO_PASSWORD: person.password,
      DEMO_KEY_FILE: keyFile,
    });
    return { ...person, apiKey: readFileSync(keyFile, "utf8").trim() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
