// What a machine runs first, given to it in the create call itself: a step that came later could be lost,
// and a machine that nobody can end would be left. It makes two things sure that know nothing of each
// other: a plain timer that ends the machine after its deadline whatever happens, and the agent, which
// ends it sooner when it should, and is begun again however it ended. Then the user's own script runs.
//
// It is POSIX shell, and it runs as root in images that nobody has seen: it takes nothing for granted. Most have no
// Node, and what their packages have may be years too old, so they are given Berth's own, in a folder to itself.

/** The plain timer is for an agent that never started, so it comes a little after the agent's own. */
const AFTER_DEADLINE_SECONDS = 10 * 60;

const FOLDER = "/opt/berth";
const OLDEST_NODE = 18;

export function bootScript(deadline: Date, now: Date, onStart: string | null): string {
  const seconds =
    Math.max(60, Math.ceil((deadline.getTime() - now.getTime()) / 1000)) + AFTER_DEADLINE_SECONDS;
  const lines = [
    `( sleep ${seconds}; shutdown -h now || poweroff -f || kill -TERM 1 ) >/dev/null 2>&1 &`,
    `mkdir -p ${FOLDER} && cd ${FOLDER} && (`,
    '  install() { apt-get update && apt-get install -y --no-install-recommends ca-certificates "$@"; }',
    `  mkdir -p bin; PATH=${FOLDER}/bin:$PATH`,
    `  runs() { hash -r; node -e 'process.exit(parseInt(process.versions.node) < ${OLDEST_NODE} ? 1 : 0)'; }`,
    "  until command -v curl >/dev/null || install curl; do sleep 30; done",
    "  until runs; do",
    `    ${fetchTo("node?machine=$(uname -m)", "bin/node.new")} -H "authorization: Bearer $BERTH_AGENT_TOKEN" && chmod +x bin/node.new && mv bin/node.new bin/node && runs && break`,
    "    rm -f bin/node; install nodejs; runs || sleep 30",
    "  done",
    `  until ${fetchTo("berth-agent.mjs", "berth-agent.mjs")}; do sleep 30; done`,
    "  while :; do node berth-agent.mjs; sleep 5; done",
    `) >${FOLDER}/agent.log 2>&1 &`,
  ];
  return [...lines, ...(onStart === null ? [] : [onStart])].join("\n");
}

function fetchTo(path: string, file: string): string {
  return `curl -fsS --retry 5 "$BERTH_URL/agent/${path}" -o ${file}`;
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
