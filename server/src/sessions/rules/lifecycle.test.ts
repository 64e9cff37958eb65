import { expect, test } from "vitest";
import {
  decide,
  type Decision,
  limits,
  type Move,
  next,
  type Seen,
  type SessionFacts,
  states,
} from "./lifecycle.ts";

const now = new Date("2026-11-20T12:00:00Z");
const before = (ms: number) => new Date(now.getTime() - ms);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const running: SessionFacts = {
  state: "running",
  stateSince: before(HOUR),
  endsAt: new Date(now.getTime() + HOUR),
  longestUntil: new Date(now.getTime() + 11 * HOUR),
  endAsked: null,
  attempts: 1,
  upWithinMs: 30 * MINUTE,
  provedWithinMs: 8 * MINUTE,
  heardAt: before(20_000),
  silentWarned: false,
  reason: null,
  saving: null,
};
const requested: SessionFacts = {
  ...running,
  state: "requested",
  stateSince: before(MINUTE),
  endsAt: null,
  longestUntil: null,
  heardAt: null,
  attempts: 0,
};
const provisioning: SessionFacts = {
  ...requested,
  state: "provisioning",
  longestUntil: new Date(now.getTime() + 11 * HOUR),
  attempts: 1,
};
const starting: SessionFacts = { ...provisioning, state: "starting" };
const stopping: SessionFacts = { ...running, state: "stopping" };
const saving = { ms: 10 * MINUTE, isOver: false };
const saves: SessionFacts = { ...stopping, stateSince: before(MINUTE), reason: "idle", saving };

const there = (
  state: "running" | "loading" | "failed" | "stopped" | "waiting" | "unknown",
): Seen["sight"] => ({
  kind: "there",
  state,
  wasRunning: true,
});
const seen = (sight: Seen["sight"], rest: Partial<Seen> = {}): Seen => ({
  sight,
  proof: null,
  machinesLeft: sight.kind === "there" || sight.kind === "asked" ? 1 : 0,
  ...rest,
});
const none = seen({ kind: "none" });

const cases: [what: string, session: SessionFacts, seen: Seen, decision: Decision][] = [
  ["a new one looks for a machine", requested, none, { do: "find" }],
  [
    "one that tried often gives up",
    { ...requested, attempts: limits.attempts },
    none,
    { do: "fail", reason: "no-offer" },
  ],
  [
    "one that looked for long gives up",
    { ...requested, stateSince: before(3 * MINUTE) },
    none,
    { do: "fail", reason: "no-offer" },
  ],
  [
    "one that is told to stop before it has a machine ends",
    { ...requested, endAsked: "asked-to-stop" },
    none,
    { do: "end", reason: "asked-to-stop" },
  ],
  ["one that asked waits for the answer", provisioning, seen({ kind: "asked" }), { do: "nothing" }],
  [
    "a refused one looks for another",
    provisioning,
    seen({ kind: "over", reason: "refused" }),
    { do: "abandon", reason: "refused" },
  ],
  ["loading takes its time", provisioning, seen(there("loading")), { do: "nothing" }],
  [
    "loading for ever does not",
    { ...provisioning, stateSince: before(31 * MINUTE) },
    seen(there("loading")),
    { do: "abandon", reason: "never-started" },
  ],
  [
    "a machine that failed is given up",
    provisioning,
    seen(there("failed")),
    { do: "abandon", reason: "machine-failed" },
  ],
  ["a machine that runs is proved next", provisioning, seen(there("running")), { do: "up" }],
  ["one that cannot be logged in to yet waits", starting, seen(there("running")), { do: "nothing" }],
  [
    "one that never can be is given up",
    { ...starting, stateSince: before(9 * MINUTE) },
    seen(there("running")),
    { do: "abandon", reason: "never-ready" },
  ],
  [
    "one that is not as advertised is given up",
    starting,
    seen(there("running"), { proof: "mismatch" }),
    { do: "abandon", reason: "not-as-advertised" },
  ],
  [
    "one that is as advertised runs",
    starting,
    seen(there("running"), { proof: "as-advertised" }),
    { do: "prove" },
  ],
  [
    "a provider that lost sight of it proves nothing",
    starting,
    seen(there("unknown"), { proof: "as-advertised" }),
    { do: "nothing" },
  ],
  [
    "a stop in the middle of a start is heard",
    { ...starting, endAsked: "asked-to-stop" },
    seen(there("running")),
    { do: "end", reason: "asked-to-stop" },
  ],
  [
    "S4: a start cannot last beyond the longest",
    { ...starting, longestUntil: now },
    seen(there("running")),
    { do: "end", reason: "longest-time" },
  ],
  ["a healthy one runs on", running, seen(there("running")), { do: "nothing" }],
  [
    "one whose time is up ends",
    { ...running, endsAt: now },
    seen(there("running")),
    { do: "end", reason: "time-is-up" },
  ],
  [
    "S4: twelve hours are the most",
    { ...running, endsAt: new Date(now.getTime() + HOUR), longestUntil: now },
    seen(there("running")),
    { do: "end", reason: "longest-time" },
  ],
  [
    "one that says it is done ends",
    { ...running, endAsked: "done" },
    seen(there("running")),
    { do: "end", reason: "done" },
  ],
  [
    "a lost machine ends it",
    running,
    seen({ kind: "over", reason: "machine-lost" }),
    { do: "end", reason: "machine-lost" },
  ],
  ["one that was taken away ends", running, seen(there("stopped")), { do: "end", reason: "pre-empted" }],
  ["a provider that lost sight of it ends nothing", running, seen(there("unknown")), { do: "nothing" }],
  [
    "a silent agent is worth a word",
    { ...running, heardAt: before(4 * MINUTE) },
    seen(there("running")),
    { do: "warn-silent" },
  ],
  [
    "one word",
    { ...running, heardAt: before(4 * MINUTE), silentWarned: true },
    seen(there("running")),
    { do: "nothing" },
  ],
  [
    "an agent silent for long ends it",
    { ...running, heardAt: before(16 * MINUTE) },
    seen(there("running")),
    { do: "end", reason: "agent-silent" },
  ],
  [
    "S2: stopping lasts while a machine may be left",
    stopping,
    seen({ kind: "over", reason: "done" }, { machinesLeft: 1 }),
    { do: "nothing" },
  ],
  [
    "S2: one that turned out to be there while it stopped is ended too",
    stopping,
    seen(there("running")),
    { do: "destroy", cutShort: false },
  ],
  [
    "what is saved before the end is saved by the end",
    { ...running, endsAt: new Date(now.getTime() + 10 * MINUTE), saving },
    seen(there("running")),
    { do: "end", reason: "time-is-up" },
  ],
  [
    "S4: and by the twelfth hour",
    { ...running, endsAt: null, longestUntil: new Date(now.getTime() + 10 * MINUTE), saving },
    seen(there("running")),
    { do: "end", reason: "longest-time" },
  ],
  [
    "a machine is kept while something is saved on it",
    { ...saves, stateSince: before(9 * MINUTE) },
    seen(there("running")),
    { do: "nothing" },
  ],
  [
    "for so long and no longer, whatever its agent says or does not",
    { ...saves, stateSince: before(10 * MINUTE), heardAt: before(10 * MINUTE) },
    seen(there("running")),
    { do: "destroy", cutShort: true },
  ],
  [
    "S4: and not beyond its longest time",
    { ...saves, longestUntil: now },
    seen(there("running")),
    { do: "destroy", cutShort: true },
  ],
  [
    "what is saved keeps nothing any longer",
    { ...saves, saving: { ...saving, isOver: true } },
    seen(there("running")),
    { do: "destroy", cutShort: false },
  ],
  [
    "nothing can be saved on a machine that was taken away",
    { ...saves, reason: "pre-empted" },
    seen(there("running")),
    { do: "destroy", cutShort: false },
  ],
  ["nor on one that stopped meanwhile", saves, seen(there("stopped")), { do: "destroy", cutShort: true }],
  ["S2: gone is stopped", stopping, none, { do: "gone" }],
  ["over is over", { ...running, state: "stopped", endsAt: before(HOUR) }, none, { do: "nothing" }],
];
test.each(cases)("%s", (_, session, sight, decision) => {
  expect(decide(session, sight, now)).toEqual(decision);
});

test("every decision is a move that its state allows", () => {
  const moveOf = { find: "ask", "warn-silent": null, nothing: null, destroy: null } as const;
  const made = cases.flatMap(([, session, sight]) => {
    const decision = decide(session, sight, now).do;
    const move = decision in moveOf ? moveOf[decision as keyof typeof moveOf] : (decision as Move);
    return move ? [next(session.state, move)] : [];
  });
  expect(made.length).toBeGreaterThan(15);
});

test("G22: no state is left alone for ever: each that is not over moves on by time or by proof of absence", () => {
  const later = new Date(now.getTime() + 24 * HOUR);
  for (const state of states.filter((one) => one !== "stopped" && one !== "failed")) {
    const session = { ...running, state };
    const sight = state === "stopping" || state === "requested" ? none : seen(there("running"));
    expect(decide(session, sight, later), state).not.toEqual({ do: "nothing" });
  }
});

test("what is over cannot begin again", () => {
  expect(() => next("stopped", "ask")).toThrow(/cannot ask/);
  expect(() => next("failed", "prove")).toThrow();
});
