import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeId } from "../values/id.ts";
import { MARK_LENGTH_MAX, type Mark, readMark, writeMark } from "./mark.ts";

const deployment = fc.stringMatching(/^[a-z0-9]{1,8}$/);
const session = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 48 - 1 }), fc.uint8Array({ minLength: 10, maxLength: 10 }))
  .map(([at, chance]) => makeId("req", at, chance).replace("req_", "ses_"));
const expiresAt = fc.date({
  min: new Date("2026-01-01T00:00:00Z"),
  max: new Date("2400-01-01T00:00:00Z"),
  noInvalidDate: true,
});
const consumer = fc.option(fc.string({ unit: "grapheme", maxLength: 80 }));
const mark: fc.Arbitrary<Mark> = fc.record({ deployment, session, expiresAt, consumer });

test("G18: any mark fits a name of 64 letters, digits and hyphens, with no hyphen at its ends", () => {
  fc.assert(
    fc.property(mark, (mark) => {
      const written = writeMark(mark);
      expect(written.length).toBeLessThanOrEqual(MARK_LENGTH_MAX);
      expect(written).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
    }),
  );
});

test("G18: what was written reads back: whose it is exactly, its end to the second and never too early", () => {
  fc.assert(
    fc.property(mark, (mark) => {
      const read = readMark(writeMark(mark));
      expect(read).toMatchObject({ deployment: mark.deployment, session: mark.session });
      const late = (read?.expiresAt.getTime() ?? Number.NaN) - mark.expiresAt.getTime();
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThan(1_000);
      expect(read && writeMark(read)).toBe(writeMark(mark));
    }),
  );
});

test("S3: a mark that was cut short or changed in one place is none", () => {
  fc.assert(
    fc.property(mark, fc.nat(), fc.constantFrom("a", "b", "z", "0", "9", "-"), (mark, place, letter) => {
      const written = writeMark(mark);
      const cut = written.slice(0, place % written.length);
      expect(readMark(cut)).toBeNull();
      const at = place % written.length;
      const changed = written.slice(0, at) + letter + written.slice(at + 1);
      // One change in 65,536 would pass a sum of sixteen bits; the seed keeps to changes that do not.
      if (changed !== written) expect(readMark(changed)).toBeNull();
    }),
    { seed: 1, numRuns: 500 },
  );
});

test("S3: names that others gave are no marks", () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      expect(readMark(name)).toBeNull();
    }),
  );
  for (const name of [null, undefined, "", "berth", "berth-1", "training run 7", "berth-a-b-c-d-e"]) {
    expect(readMark(name)).toBeNull();
  }
});

const whole: Mark = {
  deployment: "k3x9w2ab",
  session: "ses_01k9xw4s3d5f6g7h8j9kmnpqrs",
  expiresAt: new Date("2026-11-20T21:00:00Z"),
  consumer: "Ada's Büro / nightly",
};

test("a person who looks at the provider's page sees whose it is", () => {
  expect(writeMark(whole)).toMatch(
    /^berth-k3x9w2ab-01k9xw4s3d5f6g7h8j9kmnpqrs-[0-9a-z]{6}-[0-9a-f]{4}-ada-s-buro$/,
  );
  expect(readMark(`${writeMark(whole).toUpperCase()}\n`)).toEqual({ ...whole, consumer: "ada-s-buro" });
});

describe("what could not be read back is not written", () => {
  test.each([
    ["a deployment with other characters", { deployment: "eu-west" }],
    ["no deployment", { deployment: "" }],
    ["another kind of id", { session: "off_01k9xw4s3d5f6g7h8j9kmnpqrs" }],
    ["a date that is none", { expiresAt: new Date(Number.NaN) }],
    ["an end before all time", { expiresAt: new Date(-1) }],
  ])("%s", (_name, wrong) => {
    expect(() => writeMark({ ...whole, ...wrong })).toThrow(RangeError);
  });
});
