/**
 * Every way the simulated providers can misbehave. A line is the observation it reproduces, behaviour of a real
 * provider that a client has to survive: "V…" of Vast.ai, "T…" of TensorDock, "B…" of Blue Lobster. `with` holds what can be tuned, and
 * its usual value.
 */
interface Mood {
  line: string;
  says: string;
  with: Record<string, number | string>;
}

export const moods = {
  // The wire.
  "too-many-requests": {
    line: "V10",
    says: "429 although the client kept its distance. style: text, json or success",
    with: { style: "text" },
  },
  "server-error": { line: "general", says: "A 5xx with a bare text body", with: { status: 502 } },
  "html-body": { line: "general", says: "200 with a page of HTML instead of JSON", with: {} },
  "truncated-json": { line: "general", says: "The JSON body ends in the middle", with: {} },
  "ok-with-error": { line: "T2", says: "200 with an error inside, as the provider words errors", with: {} },
  "refusal-as-ok": { line: "T2", says: "TensorDock: a refusal comes as 200, its status inside", with: {} },
  "huge-garbage": { line: "general", says: "200 with megabytes of noise", with: { megabytes: 10 } },
  "slow-reply": {
    line: "V13",
    says: "The work is done at once, the answer comes late",
    with: { seconds: 5 },
  },
  "real-latency": { line: "V13", says: "Answers take as long as the real provider's do", with: {} },
  "hung-connection": { line: "general", says: "The request is taken and never answered", with: {} },
  "cut-connection": { line: "general", says: "The connection breaks before anything is done", with: {} },
  unauthorised: { line: "T6", says: "401 in the middle of a good session", with: {} },
  "bad-key-as-404": { line: "1.1", says: "A bad key is answered 404, as search documents it", with: {} },

  // Search.
  "empty-list": { line: "general", says: "Lists come back empty although there is something", with: {} },
  "senseless-prices": {
    line: "general",
    says: "Some prices make no sense. kind: negative, absurd, null, text or nan (a body that is not JSON)",
    with: { kind: "negative", share: 0.1 },
  },
  "id-filter-unreliable": { line: "V12", says: "Searching for one id finds nothing", with: {} },
  "ram-in-gb": { line: "V12", says: "gpu_ram is in GB in this answer", with: {} },
  "odd-locations": {
    line: "T9",
    says: "TensorDock: a tier of 4, and places called Texas, Texas",
    with: {},
  },
  "search-without-defaults": {
    line: "1.4",
    says: "Search adds no verified, rentable and not rented of its own",
    with: {},
  },

  // Create.
  "stale-ask": { line: "V1", says: "The ask is gone. status: 400, 404 or 410", with: { status: 400 } },
  "created-despite-refusal": {
    line: "V3",
    says: "success:false and a new contract all the same, which stands stopped",
    with: {},
  },
  "insufficient-credit": { line: "V11", says: "Create is refused for lack of credit", with: {} },
  "create-cut": { line: "V14", says: "The contract is made, then the connection breaks", with: {} },
  "create-error-after-commit": {
    line: "V14",
    says: "The contract is made, then the answer is a 500",
    with: {},
  },
  "price-raised": {
    line: "general",
    says: "The contract costs more than the ask said",
    with: { factor: 1.25 },
  },
  "slow-create": {
    line: "T7",
    says: "TensorDock: the machine is made at once, the answer takes this long",
    with: { seconds: 75 },
  },
  "no-nodes": {
    line: "T1",
    says: "TensorDock: nothing is left of what the list shows",
    with: { text: "No available nodes found" },
  },
  "no-public-ip": { line: "T3", says: "TensorDock: the node has no whole address left", with: {} },
  "forwards-ignored": { line: "T3", says: "TensorDock: no port is forwarded, and nobody says so", with: {} },
  "keys-dropped": {
    line: "T4",
    says: "TensorDock: the key in the order never reaches the machine; commands are run",
    with: {},
  },
  "template-without-ssh": { line: "V8", says: "Any template turns the launch mode into args", with: {} },

  // A launch, which is answered before its task has done anything.
  "launch-blocks": {
    line: "B1",
    says: "A launch is answered only after this long, when its task is nearly through",
    with: { seconds: 110 },
  },
  "launch-finds-fault": {
    line: "B2",
    says: "A launch is refused for what is wrong with a field, and nothing is. field: ssh_key or name",
    with: { field: "ssh_key" },
  },
  "template-ignored": {
    line: "B3",
    says: "Whatever template was asked for, the plainest comes",
    with: {},
  },
  "no-capacity": { line: "B5", says: "409: what was listed just now is not there", with: {} },
  "launch-fails": {
    line: "B5",
    says: "The task of a launch ends as FAILED. leaves: nothing, or a machine that never runs",
    with: { message: "Disk resize failed", leaves: "nothing" },
  },

  // The instance.
  "slow-loading": { line: "V7", says: "Loading takes this long", with: { minutes: 25 } },
  "stuck-loading": { line: "V7", says: "Loading never ends", with: {} },
  "never-starts": { line: "V7", says: "Stays created, with OCI runtime create failed", with: {} },
  "late-key": {
    line: "V4",
    says: "An attached key takes this long to reach the host",
    with: { seconds: 120 },
  },
  "key-never-accepted": { line: "V5", says: "The machine never lets an attached key in", with: {} },
  "lying-machine": {
    line: "V6",
    says: "Inside, CUDA is below what the machine says; also less memory, another card, another driver (or mismatch)",
    with: { cudaLess: 0.1, vramLessPercent: 0, gpu: "", driver: "" },
  },
  reclaimed: {
    line: "V9",
    says: "An interruptible is taken away this long after it runs",
    with: { seconds: 60 },
  },
  vanishes: { line: "T8", says: "The instance is gone this long after it runs", with: { seconds: 800 } },
  "stops-early": {
    line: "T8",
    says: "The instance stops this long after it runs, and nobody says why",
    with: { seconds: 2 },
  },
  "driver-late": {
    line: "T5",
    says: "A virtual machine's driver answers this long after the machine has its address",
    with: { minutes: 12 },
  },
  "address-never": { line: "T3", says: "A virtual machine never gets an address", with: {} },
  "outlives-credit": {
    line: "T10",
    says: "The instance goes on, and on the bill, when the credit is spent",
    with: {},
  },
  "driver-never": { line: "T5", says: "A virtual machine's driver is never built", with: {} },

  "package-lock": {
    line: "B4",
    says: "The system holds its package lock this long after it boots",
    with: { minutes: 19 },
  },
  "ssh-flaps": {
    line: "B4",
    says: "Until this long after it boots, whoever comes every other time is cut off",
    with: { minutes: 10 },
  },

  // Reading.
  "power-status-null": { line: "B3", says: "power_status is null whatever the machine does", with: {} },
  "gpu-model-as-list": { line: "B7", says: "gpu_model is a list of one", with: {} },
  "unknown-card": {
    line: "B7",
    says: "A type is listed whose card no table of cards holds, and nobody says how much memory it has",
    with: {},
  },
  "null-instance": { line: "V2", says: "A living instance reads as 200 with null", with: {} },
  "gone-as-404": { line: "V2", says: "A deleted instance reads as 404 instead of null", with: {} },
  "instances-as-object": { line: "V12", says: "A list of one is an object instead of a list", with: {} },
  "list-shape": {
    line: "2",
    says: "TensorDock: the list of machines has another form. shape: bare or attributes",
    with: { shape: "attributes" },
  },
  "wrapped-instance": { line: "2", says: "TensorDock: one machine is read in an envelope", with: {} },
  "deleted-lingers": { line: "2", says: "TensorDock: a deleted machine still reads, as deleted", with: {} },
  "list-lag": { line: "general", says: "Lists show a new contract this much later", with: { seconds: 30 } },
  "unknown-flap": { line: "general", says: "actual_status reads unknown this once", with: {} },
  "clock-skew": { line: "general", says: "The provider's dates are off by this much", with: { seconds: 90 } },

  // Destroy.
  "destroy-in-other-words": {
    line: "B6",
    says: "Destroy answers with the instance's id instead of a task",
    with: {},
  },
  "address-lingers": {
    line: "B6",
    says: "What is gone can still be read for this long, with its address, and is in no list",
    with: { seconds: 600 },
  },
  "destroy-late": { line: "general", says: "A destroyed contract lingers this long", with: { seconds: 300 } },
  "destroy-as-204": { line: "2", says: "TensorDock: destroying is answered with 204 and nothing", with: {} },
  "destroy-ignored": { line: "T10", says: "Destroy says success and does nothing", with: {} },
  "destroy-stops": { line: "general", says: "Destroy only stops the instance", with: {} },
  "destroy-undone": {
    line: "general",
    says: "The instance is back this long after it went",
    with: { seconds: 60 },
  },
} as const satisfies Record<string, Mood>;

export type MoodName = keyof typeof moods;

/** The tunable values of one mood, as wide as a caller may set them. */
export type MoodValues<Name extends MoodName> = {
  [Key in keyof (typeof moods)[Name]["with"]]: (typeof moods)[Name]["with"][Key] extends number
    ? number
    : string;
};

export const moodNames = Object.keys(moods) as MoodName[];

export function isMoodName(name: string): name is MoodName {
  return Object.hasOwn(moods, name);
}
