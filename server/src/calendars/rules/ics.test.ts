import { expect, test } from "vitest";
import { usd } from "../../values/money.ts";
import { type BookedForEntry, entryOfReservation } from "./entries.ts";
import { writeFeed, writeInvitation } from "./ics.ts";
import { letterOf, proposalLetter, readMailbox } from "./letters.ts";

const pool = { name: "H100 in Europe", gpuModel: "H100", region: "EU" };
const booked = (rest: Partial<BookedForEntry> = {}): BookedForEntry => ({
  id: "res_1",
  state: "confirmed",
  label: null,
  consumer: null,
  gpus: 2,
  startsAt: new Date("2026-10-24T22:00:00Z"),
  endsAt: new Date("2026-10-25T04:00:00Z"),
  createdAt: new Date("2026-10-01T08:00:00Z"),
  totalMicros: usd(24),
  parts: [{ gpus: 2, startsAt: new Date("2026-10-24T22:00:00Z"), endsAt: new Date("2026-10-25T04:00:00Z") }],
  ...rest,
});
const changes = { sequence: 3, changedAt: new Date("2026-10-02T08:00:00Z") };
const entry = (rest: Partial<BookedForEntry> = {}) => {
  const made = entryOfReservation(booked(rest), pool, changes);
  if (!made) throw new Error("a quote");
  return made;
};
const where = { zone: "Europe/Berlin", origin: "https://berth.example" };
const feed = (...entries: ReturnType<typeof entry>[]) => writeFeed(entries, { ...where, name: "Berth" });
/** As programs read them: long lines joined again. */
const linesOf = (text: string) => text.replaceAll("\r\n ", "").split("\r\n");

test("a night across the end of summer time begins and ends where the wall clock shows it, an hour longer", () => {
  const lines = linesOf(feed(entry()));
  expect(lines).toContain("DTSTART;TZID=Europe/Berlin:20261025T000000");
  expect(lines).toContain("DTEND;TZID=Europe/Berlin:20261025T050000");
  expect(lines.filter((line) => line === "TZID:Europe/Berlin")).toHaveLength(1);
  expect(lines).toContain("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU");
  expect(lines).toContain("X-WR-TIMEZONE:Europe/Berlin");
});

test("T1: what begins or ends in the second of an hour that comes twice says so in UTC", () => {
  const timesOf = (startsAt: string) => {
    const part = { gpus: 2, startsAt: new Date(startsAt), endsAt: new Date("2026-10-25T06:00:00Z") };
    return linesOf(feed(entry({ ...part, parts: [part] }))).filter((line) =>
      /^DT(START|END).*:202610/.test(line),
    );
  };
  expect(timesOf("2026-10-25T00:00:00Z")).toEqual([
    "DTSTART;TZID=Europe/Berlin:20261025T020000",
    "DTEND;TZID=Europe/Berlin:20261025T070000",
  ]);
  expect(timesOf("2026-10-25T01:00:00Z")).toEqual(["DTSTART:20261025T010000Z", "DTEND:20261025T060000Z"]);
});

test("an entry keeps its name, counts its changes, and says when it was changed, in UTC", () => {
  const lines = linesOf(feed(entry()));
  expect(lines).toContain("UID:res_1@berth");
  expect(lines).toContain("SEQUENCE:3");
  expect(lines).toContain("DTSTAMP:20261002T080000Z");
  expect(lines).toContain("LAST-MODIFIED:20261002T080000Z");
  expect(lines).toContain("STATUS:CONFIRMED");
  expect(feed(entry())).toBe(feed(entry()));
});

test("without a zone times are UTC and never floating", () => {
  const lines = linesOf(writeFeed([entry()], { ...where, zone: "UTC", name: "Berth" }));
  expect(lines).toContain("DTSTART:20261024T220000Z");
  expect(lines).not.toContain("BEGIN:VTIMEZONE");
});

test("what was cancelled, or could not be delivered, stays as cancelled; a quote was never there", () => {
  for (const state of ["cancelled", "missed"])
    expect(linesOf(feed(entry({ state, parts: [] })))).toContain("STATUS:CANCELLED");
  expect(entryOfReservation(booked({ state: "held" }), pool, changes)).toBeNull();
});

test("what was handed back in part ends when its last GPU does", () => {
  const parts = [
    { gpus: 2, startsAt: new Date("2026-10-24T22:00:00Z"), endsAt: new Date("2026-10-25T00:00:00Z") },
    { gpus: 1, startsAt: new Date("2026-10-25T00:00:00Z"), endsAt: new Date("2026-10-25T02:00:00Z") },
  ];
  const lines = linesOf(feed(entry({ parts })));
  expect(lines).toContain("DTEND;TZID=Europe/Berlin:20261025T030000");
  expect(lines.find((line) => line.startsWith("DESCRIPTION:"))).toContain(
    String.raw`1 GPU\, Sun\, 25 Oct 2026\, 02:00 UTC+2 to Sun\, 25 Oct 2026\, 03:00 UTC+1.`,
  );
});

test("a hostile name stays one line of text: it ends no line, opens no event and invites nobody", () => {
  const label = "x\r\nEND:VEVENT\nATTENDEE:mailto:eve@example.com\u2028;,\\\u202e\u0000BEGIN:VEVENT";
  const lines = linesOf(feed(entry({ label, consumer: label })));
  expect(lines.filter((line) => line.startsWith("ATTENDEE"))).toEqual([]);
  expect(lines.filter((line) => line === "BEGIN:VEVENT" || line === "END:VEVENT")).toHaveLength(2);
  const summary = lines.find((line) => line.startsWith("SUMMARY:")) ?? "";
  expect(summary).toContain("x END:VEVENT ATTENDEE:mailto:eve@example.com");
  expect(summary).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
  // What separates values is escaped.
  expect(summary.replaceAll(/\\[;,\\]/g, "")).not.toMatch(/[;,]/);
});

test("no line of a file is longer than 75 bytes", () => {
  const long = feed(entry({ label: "ü".repeat(80), consumer: "长".repeat(60) }));
  expect(long.split("\r\n").filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
});

test("a letter invites to what was booked, and takes out what was cancelled", () => {
  const organizer = readMailbox("Berth <berth@example.com>");
  expect(organizer).toEqual({ name: "Berth", email: "berth@example.com" });
  const attendee = { name: 'Ada "x"', email: "ada@example.com" };
  const invited = linesOf(writeInvitation(entry(), { ...where, method: "REQUEST", organizer, attendee }));
  expect(invited).toContain("METHOD:REQUEST");
  expect(invited.find((line) => line.startsWith("ORGANIZER"))).toContain("mailto:berth@example.com");
  expect(invited.find((line) => line.startsWith("ATTENDEE"))?.toLowerCase()).toContain(
    "mailto:ada@example.com",
  );
  const reader = { name: "Ada", email: "ada@example.com", zone: "Europe/Berlin" };
  const from = { origin: where.origin, mailFrom: "berth@example.com" };
  const cancelled = letterOf("cancelled", [entry({ state: "cancelled", parts: [] })], reader, from);
  expect(cancelled.calendar?.method).toBe("CANCEL");
  expect(linesOf(cancelled.calendar?.ics ?? "")).toContain("STATUS:CANCELLED");
  expect(cancelled.paragraphs[0]).toContain("Cancelled this late it costs $24.00.");
  const free = letterOf(
    "cancelled",
    [entry({ state: "cancelled", parts: [], totalMicros: 0n })],
    reader,
    from,
  );
  expect(free.paragraphs[0]).toContain("Nothing is charged for it.");
  const booking = letterOf("booked", [entry()], reader, from);
  expect(booking.subject).toBe("Booked: 2 × H100");
  expect(booking.paragraphs[0]).toBe(
    "Sun, 25 Oct 2026, 00:00 UTC+2 to Sun, 25 Oct 2026, 05:00 UTC+1. Booked: 2 × H100 of the pool “H100 in Europe”. Comes to $24.00.",
  );
  const series = letterOf("booked", [entry(), entry({ id: "res_2" })], reader, from);
  expect(series.subject).toBe("Booked: 2 × H100 and 1 more");
  expect(series.calendar?.method).toBe("PUBLISH");
});

test("whoever moved or deleted an event is asked about its booking, with both times in their own zone", () => {
  const wish = { startsAt: new Date("2026-10-26T09:00:00Z"), endsAt: new Date("2026-10-26T15:00:00Z") };
  const moved = proposalLetter({ kind: "move", ...wish }, entry(), "Europe/Berlin");
  expect(moved.subject).toBe("Move the booking? 2 × H100");
  expect(moved.paragraphs[0]).toContain("Mon, 26 Oct 2026, 10:00 UTC+1");
  expect(moved.paragraphs[0]).toContain("Sun, 25 Oct 2026, 00:00 UTC+2");
  expect(proposalLetter({ kind: "cancel" }, entry(), "UTC").subject).toBe("Cancel the booking? 2 × H100");
});
