// What a machine runs first, given to it in the create call itself: a step that came later could be lost,
// and a machine that nobody can end would be left. It makes two things sure that know nothing of each
// other: a plain timer that ends the machine after its deadline whatever happens, and the agent, which
// ends it sooner when it should, and is begun again however it ended. Then the user's own script runs.
//
// It is POSIX shell, and it runs as root in images that nobody has seen: it takes nothing for granted.

/** The plain timer is for an agent that never started, so it comes a little after the agent's own. */
const AFTER_DEADLINE_SECONDS = 10 * 60;

const FOLDER = "/opt/berth";

export function bootScript(deadline: Date, now: Date, onStart: string | null): string {
  const seconds =
    Math.max(60, Math.ceil((deadline.getTime() - now.getTime()) / 1000)) + AFTER_DEADLINE_SECONDS;
  const lines = [
    `( sleep ${seconds}; shutdown -h now || poweroff -f || kill -TERM 1 ) >/dev/null 2>&1 &`,
    `mkdir -p ${FOLDER} && cd ${FOLDER} && (`,
    "  until command -v node >/dev/null || (apt-get update && apt-get install -y --no-install-recommends nodejs curl ca-certificates); do sleep 30; done",
    '  until curl -fsS --retry 5 "$BERTH_URL/agent/berth-agent.mjs" -o berth-agent.mjs; do sleep 30; done',
    "  while :; do node berth-agent.mjs; sleep 5; done",
    `) >${FOLDER}/agent.log 2>&1 &`,
  ];
  return [...lines, ...(onStart === null ? [] : [onStart])].join("\n");
}

/** For a script that may have run: its first step leaves the folder behind. */
export function unlessBegun(script: string): string {
  return `test -d ${FOLDER} && exit 0\n${script}`;
}

/** The same over a log-in, for a provider whose create call carries no script. */
export function bootCommand(env: Readonly<Record<string, string>>, script: string): string {
  const set = Object.entries(env).map(([name, value]) => `export ${name}=${quoted(value)}`);
  return [...set, script].join("\n");
}

/** One word for a shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
