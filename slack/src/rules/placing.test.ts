import { expect, test } from "vitest";
import { happened, present, subscribed } from "../testing/telling.ts";
import { nextPost, nextWaking } from "./pacing.ts";
import { place } from "./placing.ts";
import { apply, nothing } from "./state.ts";

const at = (text: string) => Date.parse(`2026-11-26T${text}:00Z`);

test("with a digest the alarms come at once, and all else together on one card for its kind, at its next time", () => {
  const state = nothing();
  state.channels["C1"] = subscribed("all", { digest: ["09:00", "17:00"], zone: "Europe/Berlin" });
  const tell = (entry: ReturnType<typeof happened>, now: number) => {
    const told = place(state, entry, present(), now, { last: state.counted });
    apply(state, { t: "heard", cursor: entry.id, lastEvent: null, told });
    return told;
  };
  for (const subject of ["ses_1", "ses_2", "ses_3"]) tell(happened({ subject }), at("10:30"));
  tell(happened({ topic: "reservation.changed", subject: "res_1" }), at("11:00"));
  const [alarm] = tell(happened({ topic: "session.silent", subject: "ses_4" }), at("11:30"));
  const cards = Object.values(state.cards);
  expect(cards.map(({ kind, counted, gathers }) => [kind, counted, gathers !== null])).toEqual([
    ["sessions", 3, true],
    ["reservations", 1, true],
    ["sessions", 1, false],
  ]);
  expect(nextPost(state, "C1", at("11:30"))?.card.id).toBe(alarm?.card);
  expect(nextWaking(state, at("11:30"))).toBe(at("16:00"));
  apply(state, {
    t: "trying",
    card: alarm?.card ?? "",
    trying: { part: "card", from: 0, to: 1, at: at("11:30") },
  });
  apply(state, { t: "posted", card: alarm?.card ?? "", ts: "1.0", version: 1 });
  apply(state, { t: "channel", id: "C1", channel: { ...subscribed("all"), threads: false } });
  expect(nextPost(state, "C1", at("15:59"))).toBeNull();
  expect(nextPost(state, "C1", at("16:00"))?.card.kind).toBe("sessions");
});
