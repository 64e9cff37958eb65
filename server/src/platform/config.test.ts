import { describe, expect, test } from "vitest";
import { BadConfig, readConfig } from "./config.ts";

/** Of many different characters, as a real one is. */
const SECRET = Array.from("abcdefghijklmnopqrstuvwxyz0123456789").join("");
const good = { DATABASE_URL: "postgres://berth:hunter2@db.example:5432/berth", BERTH_SECRET: SECRET };
const production = { ...good, NODE_ENV: "production", PUBLIC_URL: "https://berth.example" };

function refusal(env: Record<string, string | undefined>): string {
  try {
    readConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(BadConfig);
    return error instanceof Error ? error.message : "";
  }
  throw new Error("this environment was taken");
}

test("with the two that must be set, the rest has values to develop with", () => {
  expect(readConfig(good)).toMatchObject({
    NODE_ENV: "development",
    HOST: "127.0.0.1",
    PORT: 4000,
    EXECUTOR: "compiled",
  });
  expect([...readConfig(good).ROLES]).toEqual(["api", "worker"]);
});

test("an empty variable counts as one that is not set", () => {
  expect(readConfig({ ...good, PORT: "", SMTP_URL: "" })).toMatchObject({ PORT: 4000 });
  expect(refusal({ ...good, DATABASE_URL: "" })).toBe("DATABASE_URL is not set");
});

test("PUBLIC_URL is taken as an origin, which is what browsers send", () => {
  expect(readConfig({ ...good, PUBLIC_URL: "https://Berth.Example:443/offers?x=1" }).PUBLIC_URL).toBe(
    "https://berth.example",
  );
});

describe("a bad value is told in one line, by its name and never by what was in it", () => {
  test.each([
    ["DATABASE_URL", "mysql://root:canary@db.example/berth"],
    ["DATABASE_URL", "canary"],
    ["BERTH_SECRET", "canary"],
    ["DATABASE_POOL", "1"],
    ["DATABASE_POOL", "canary"],
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PORT", "40.5"],
    ["PORT", "0x0fa0"],
    ["PUBLIC_URL", "canary.example"],
    ["PUBLIC_URL", "ftp://canary.example"],
    ["ROLES", "api,canary"],
    ["ROLES", ","],
    ["NODE_ENV", "canary"],
    ["LOG_LEVEL", "canary"],
    ["METRICS_TOKEN", "canary"],
    ["EXECUTOR", "canary"],
    ["COST_PER_MINUTE", "0"],
    ["SOCKETS_PER_ACTOR", "canary"],
    ["VAST_URL", "file:///canary"],
    ["TENSORDOCK_URL", "canary.example"],
    ["BLUELOBSTER_URL", "canary.example"],
    ["POLL_SECONDS", "3601"],
    ["SMTP_URL", "https://canary"],
    ["OIDC_ISSUER", "canary"],
  ])("%s=%s", (name, value) => {
    const said = refusal({ ...good, [name]: value });
    expect(said).toMatch(new RegExp(`^${name} `));
    expect(said).not.toMatch(/canary|hunter2|\n/);
    expect(said).not.toContain(SECRET);
  });

  test("several at once are told in the same line", () => {
    const said = refusal({ PORT: "canary" });
    for (const name of ["DATABASE_URL is not set", "BERTH_SECRET is not set", "PORT "])
      expect(said).toContain(name);
    expect(said).not.toMatch(/\n|canary/);
  });
});

describe("K1: production takes nothing that is only good enough to develop with", () => {
  test("it starts with a real secret and an https origin", () => {
    expect(readConfig(production)).toMatchObject({
      NODE_ENV: "production",
      PUBLIC_URL: "https://berth.example",
    });
  });

  test.each([
    ["BERTH_SECRET", "a".repeat(64)],
    ["BERTH_SECRET", "secret".repeat(8)],
    ["BERTH_SECRET", "0123456789".repeat(4)],
    ["PUBLIC_URL", "http://berth.example"],
    ["PUBLIC_URL", "http://localhost.evil.example"],
  ])("%s=%s is refused, and taken in development", (name, value) => {
    const said = refusal({ ...production, [name]: value });
    expect(said).toMatch(new RegExp(`^${name} `));
    expect(said).not.toContain(value);
    expect(() => readConfig({ ...production, NODE_ENV: "development", [name]: value })).not.toThrow();
  });

  test.each([
    ["CLOCK_AHEAD_SECONDS", "60"],
    ["PROVIDER_PACES", "none"],
    ["SANDBOX", "yes"],
  ])("a rehearsal with %s=%s is refused where a provider is not on this machine", (name, value) => {
    const simulated = {
      VAST_URL: "http://127.0.0.1:4100",
      TENSORDOCK_URL: "http://localhost:4100",
      BLUELOBSTER_URL: "http://[::1]:4100",
    };
    expect(readConfig({ ...good, ...simulated, [name]: value })).toBeDefined();
    for (const missing of Object.keys(simulated)) {
      const said = refusal({ ...good, ...simulated, [missing]: "", [name]: value });
      expect(said).toMatch(new RegExp(`^${name} is for rehearsals`));
    }
  });

  test("a client of Google comes with its secret", () => {
    expect(refusal({ ...production, GOOGLE_CLIENT_ID: "canary" })).toMatch(
      /^GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET/,
    );
  });

  test("an OIDC issuer comes with its client's id and secret", () => {
    expect(refusal({ ...production, OIDC_ISSUER: "https://id.example" })).toMatch(
      /^OIDC_ISSUER .*OIDC_CLIENT_ID/,
    );
  });
});
