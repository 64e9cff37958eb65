import { expect, test } from "vitest";
import { secretsIn } from "./scan.ts";

// Every sample is put together here, so that this file holds none of what it looks for.
const letters = "Zx81Qk29Lw73Vn64Bt50Gy38Hd46Js17Pc92";
const hex = "9f86d081884c7d659a2feaa0c55ad015";
const words = (...parts: string[]) => parts.join("");

test.each([
  ["a private key", words("-----BEGIN ", "OPENSSH PRIVATE KEY-----")],
  ["an AWS access key", words("AK", "IA", "ABCDEFGHIJ234567")],
  ["a GitHub token", words("gh", "p_", letters)],
  ["a Slack token", words("xo", "xb-", letters)],
  ["a Slack webhook", words("https://hooks.", "slack.com/services/", letters)],
  ["a Google key", words("AI", "za", letters.slice(0, 35))],
  ["a Stripe key", words("sk_", "live_", letters)],
  ["an npm token", words("//host/:_auth", "Token=abc")],
  ["one of our own API keys", words("ber", "th_", letters)],
  ["a signed token", words("ey", "JhbGciOiJIUzI1NiJ9.ey", "JzdWIiOiIxMjM0In0.", "dozjgNryP4J3jVmN")],
  ["an address with a password", words("postgres://berth:", "opensesame@db.berth.dev/berth")],
  ["a secret with a value", words("const sessionSecret", ` = "${letters}"`)],
  ["a secret with a value", words("VAST_API_KEY", "=", hex)],
  ["a secret with a value", words(`"password"`, `: "${letters}"`)],
  ["a path of somebody's machine", words(`readFile("`, "/ro", `ot/berth/x")`)],
  ["a path of somebody's machine", words("see ", "/Us", "ers/ada/berth")],
  ["an address inside somebody's network", words("http://", "10.1.2.3:8080/")],
  ["an address inside somebody's network", words("https://npm.", "acme.internal/")],
  ["a package registry", words("registry", "=https://npm.acme.dev/")],
  ["a package registry", words("    tar", "ball: https://npm.acme.dev/x.tgz")],
])("%s: %s", (what, line) => {
  expect(secretsIn(`first line\n  ${line}\n`)).toEqual([{ line: 2, what, text: line.trim() }]);
});

test.each([
  `const token = readToken(request.headers.authorization);`,
  `password: "a long sentence nobody would guess",`,
  `secret: config.BERTH_SECRET,`,
  `const idempotencyToken = createIdempotencyTokenFromRequest;`,
  `apiKeyPrefix: "berth_live_example_only_shown_once",`,
  `const passwordResetLinkLifetimeSeconds = 3600;`,
  `postgres://postgres:postgres@127.0.0.1:5433/berth`,
  `postgres://user:password@host:5432/database`,
  `smtp://ada:lovelace@mail.example.com`,
  `https://example.com/work/root/home`,
  `import { thing } from "../../work/thing.ts";`,
  `http://127.0.0.1:4000/graphql`,
  `commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b`,
])("nothing is wrong with %s", (line) => {
  expect(secretsIn(line)).toEqual([]);
});
