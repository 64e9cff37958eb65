// What a machine runs first, given to it in the create call itself: a step that came later could be lost,
// and a machine that nobody can end would be left. It makes two things sure that know nothing of each
// other: a plain timer that ends the machine after its deadline whatever happens, and the agent, which
// ends it sooner when it should, and is begun again however it ended. Then the user's own script runs.
//
// It is POSIX shell, and it runs as root in images that nobody has seen: it takes nothing for granted. Most have no
// Node, and what their packages have may be years too old, so they are given Berth's own, in a folder to itself.

import { HOURS_MAX_ALLOWED } from "./limits.ts";

/** The plain timer is for an agent that never started, so it comes a little after the agent's own. */
const AFTER_DEADLINE_SECONDS = 10 * 60;

const FOLDER = "/opt/berth";
const TIMER_FILE = `${FOLDER}/deadline`;
const OLDEST_NODE = 18;

export function bootScript(deadline: Date, now: Date, onStart: string | null): string {
  const seconds = Math.max(60, Math.ceil((deadline.getTime() - now.getTime()) / 1000));
  const lines = [
    ...timer(seconds),
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
    `  while :; do BERTH_TIMER_FILE=${TIMER_FILE} node berth-agent.mjs; sleep 5; done`,
    `) >${FOLDER}/agent.log 2>&1 &`,
  ];
  return [...lines, ...(onStart === null ? [] : [onStart])].join("\n");
}

/**
 * Goes by the clock that runs since the machine was booted, as the agent does, and by the deadline that the agent has heard
 * of last, which those who run Berth may have put off; never beyond what they may put it off to.
 */
function timer(seconds: number): string[] {
  const most = HOURS_MAX_ALLOWED * 3_600 + AFTER_DEADLINE_SECONDS;
  return [
    `rm -f ${TIMER_FILE}`,
    "(",
    "  now() { read -r up rest </proc/uptime && up=${up%.*}; }",
    `  now || { sleep ${seconds + AFTER_DEADLINE_SECONDS}; up=0; }`,
    `  end=$((up + ${seconds + AFTER_DEADLINE_SECONDS})); most=$((up + ${most})); [ $most -lt $end ] && most=$end`,
    "  while now && [ $up -lt $end ]; do",
    "    left=$((end - up)); [ $left -gt 600 ] && left=600; sleep $left",
    `    told=$(cat ${TIMER_FILE} 2>/dev/null)`,
    `    case $told in ''|*[!0-9]*) ;; *) end=$((told + ${AFTER_DEADLINE_SECONDS})); [ $end -gt $most ] && end=$most;; esac`,
    "  done",
    "  shutdown -h now || poweroff -f || kill -TERM 1",
    ") >/dev/null 2>&1 &",
  ];
}

function fetchTo(path: string, file: string): string {
  return `curl -fsS --retry 5 "$BERTH_URL/agent/${path}" -o ${file}`;
}

/**
 * The same over a log-in, for a provider whose create call carries no script or did not run it: once, however often it
 * is asked for, as root where the log-in is somebody else's, and so that it goes on when the log-in is over. Fails where
 * nothing can be begun.
 */
export function bootCommand(env: Readonly<Record<string, string>>, script: string): string {
  const text = withEnv(env, script);
  let end = "END_OF_BOOT";
  while (text.includes(end)) end += "_";
  const begin = [
    `mkdir ${FOLDER} 2>/dev/null || { test -d ${FOLDER} && exit 0; exit 7; }`,
    `umask 077; cat >${FOLDER}/boot.sh || exit 7`,
    `nohup $(command -v setsid) sh ${FOLDER}/boot.sh </dev/null >/dev/null 2>&1 &`,
  ].join("\n");
  return [
    "as=; [ \"$(id -u)\" = 0 ] || as='sudo -n'",
    `$as sh -c ${quoted(begin)} <<'${end}'`,
    text,
    end,
  ].join("\n");
}

export function withEnv(env: Readonly<Record<string, string>>, script: string): string {
  const set = Object.entries(env).map(([name, value]) => `export ${name}=${quoted(value)}`);
  return [...set, script].join("\n");
}

/** One word for a shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
