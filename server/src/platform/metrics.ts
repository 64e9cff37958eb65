import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

// One registry per process. A metric is declared here, so that this page lists all that can be seen
// from outside.

export const registry = new Registry();

/** Only the program itself asks for these; a test that builds ten servers does not want ten copies. */
export function collectProcessMetrics(): void {
  collectDefaultMetrics({ register: registry });
}

const registers = [registry];

export const metrics = {
  requests: new Counter({
    name: "berth_requests_total",
    help: "GraphQL requests over HTTP, by how they ended.",
    labelNames: ["outcome"],
    registers,
  }),
  requestSeconds: new Histogram({
    name: "berth_request_seconds",
    help: "Time from a request's first byte to its answer's last.",
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  }),
  logLinesLost: new Counter({
    name: "berth_log_lines_lost_total",
    help: "Lines of the log that nobody took: its disk is full, or whoever read it is gone.",
    registers,
  }),
  sharedAnswers: new Counter({
    name: "berth_shared_answers_total",
    help: "Requests for public market data, by whether a finished answer was at hand.",
    labelNames: ["found"],
    registers,
  }),
  sockets: new Gauge({ name: "berth_sockets", help: "Open WebSockets.", registers }),
  eventStreams: new Gauge({
    name: "berth_event_streams",
    help: "Subscriptions that go over server-sent events.",
    registers,
  }),
  subscriptions: new Gauge({ name: "berth_subscriptions", help: "Live subscriptions.", registers }),
  streamGroups: new Gauge({
    name: "berth_subscription_groups",
    help: "Distinct (document, variables, rights) among live subscriptions: each is executed once an event.",
    registers,
  }),
  frames: new Counter({ name: "berth_frames_total", help: "Subscription frames sent.", registers }),
  slowReaders: new Counter({
    name: "berth_slow_readers_total",
    help: "Subscribers that fell behind and were put back to catching up, or cut.",
    labelNames: ["what"],
    registers,
  }),
  eventLagSeconds: new Gauge({
    name: "berth_event_lag_seconds",
    help: "Age of the newest event when this process read it.",
    registers,
  }),
  sessionMoves: new Counter({
    name: "berth_session_moves_total",
    help: "Sessions moved on, by the state they came to and why.",
    labelNames: ["to", "reason"],
    registers,
  }),
  sessionFaults: new Counter({
    name: "berth_session_faults_total",
    help: "Times that a session could not be moved on because of an error of ours.",
    registers,
  }),
  reservationFaults: new Counter({
    name: "berth_reservation_faults_total",
    help: "Times that a reservation could not be delivered because of an error of ours.",
    registers,
  }),
  machineCreateSeconds: new Histogram({
    name: "berth_machine_create_seconds",
    help: "How long providers took to answer a create, by how it ended.",
    labelNames: ["provider", "outcome"],
    buckets: [0.5, 1, 2, 5, 10, 30, 60, 120, 180],
    registers,
  }),
  machinesOver: new Counter({
    name: "berth_machines_over_total",
    help: "Machines proven gone: ended by us, or lost.",
    labelNames: ["provider", "how"],
    registers,
  }),
  destroys: new Counter({
    name: "berth_destroys_total",
    help: "Times that a machine's end was asked for, by the answer.",
    labelNames: ["provider", "outcome"],
    registers,
  }),
  destroyAlarms: new Counter({
    name: "berth_destroy_alarms_total",
    help: "Times that a machine's end was asked for after three tries had not ended it.",
    labelNames: ["provider"],
    registers,
  }),
  orphans: new Counter({
    name: "berth_orphans_total",
    help: "Machines with our mark that no session knew; they are destroyed.",
    labelNames: ["provider"],
    registers,
  }),
  sweep: new Gauge({
    name: "berth_sweep",
    help: "What the last sweep of a provider counted.",
    labelNames: ["provider", "what"],
    registers,
  }),
  sweepLastSuccess: new Gauge({
    name: "berth_sweep_last_success_timestamp_seconds",
    help: "When a provider's machines were last compared with ours.",
    labelNames: ["provider"],
    registers,
  }),
  sweepHalted: new Counter({
    name: "berth_sweep_halted_total",
    help: "Sweeps that did not believe what they saw, or would have ended too much.",
    labelNames: ["provider", "what"],
    registers,
  }),
  clockOffset: new Gauge({
    name: "berth_clock_offset_seconds",
    help: "How far the hour that this process goes by is from its machine's clock: not zero where that was set, or is not the database's.",
    registers,
  }),
  loopLastSuccess: new Gauge({
    name: "berth_loop_last_success_timestamp_seconds",
    help: "When a loop or job of schedule.ts last ended well.",
    labelNames: ["loop"],
    registers,
  }),
  loopFailures: new Counter({
    name: "berth_loop_failures_total",
    help: "Runs of a loop or job that ended in an error.",
    labelNames: ["loop"],
    registers,
  }),
  providerAnswers: new Counter({
    name: "berth_provider_answers_total",
    help: "Calls to a provider, by how they ended.",
    labelNames: ["provider", "outcome"],
    registers,
  }),
  oddRows: new Counter({
    name: "berth_provider_odd_rows_total",
    help: "Rows of a provider's answer that were not of a known shape and were left out.",
    labelNames: ["provider", "what"],
    registers,
  }),
  poolBreaches: new Gauge({
    name: "berth_pool_breaches",
    help: "Places where a pool or a reservation was not as it always is, when it was last gone through.",
    registers,
  }),
  ledgerBreaches: new Gauge({
    name: "berth_ledger_breaches",
    help: "Places where the ledger was not as it always is, when it was last gone through.",
    registers,
  }),
  brokenSeals: new Gauge({
    name: "berth_event_seals_broken",
    help: "Seals under which what happened was not as it was sealed, when all were last made again.",
    registers,
  }),
  savingsBreaches: new Gauge({
    name: "berth_savings_breaches",
    help: "Places where what is added up of savings was not as it always is, when it was last gone through.",
    registers,
  }),
  faults: new Counter({
    name: "berth_faults_total",
    help: "Errors shown to a client as “something went wrong”.",
    registers,
  }),
} as const;
