// The first step of every command (`npm start`, `npm test`, …). It runs on whatever Node the machine has, with
// nothing installed: it installs the packages when they are missing or out of date, then hands over to
// scripts/<verb>.ts on the Node 24 that came with them.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const verbs = [
  "start",
  "test",
  "test-older",
  "dev",
  "check",
  "bench",
  "bench-forecast",
  "forecast-export",
  "screenshot",
  "pack",
];
const pnpm = "pnpm@12.21.0";
// Written only after a whole install, so that one cut short is done again.
const installed = join(root, "node_modules", ".berth-installed");

const startedAt = Date.now();
const [verb, ...args] = process.argv.slice(2);
const script = join(root, "scripts", `${verb}.ts`);
if (!verbs.includes(verb))
  leave(`Say one of: ${verbs.map((name) => `npm run ${name.replace("-", ":")}`).join(", ")}.`);
if (!existsSync(script)) leave(`npm run ${verb} has nothing to run yet: scripts/${verb}.ts is missing.`);

// What runs on our behalf at the moment is told when it is time to stop.
let stop = (signal) => process.exit(128 + constants.signals[signal]);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(signal));
// npm hands SIGTERM to the shell it started us with, which dies of it without telling us; so we watch it.
const parent = process.ppid;
if (process.env.npm_lifecycle_event) {
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop("SIGTERM");
  }, 250).unref();
}

if (installIsNeeded()) await install();
handOver(findNode());

function installIsNeeded() {
  if (!existsSync(installed) || !existsSync(join(root, "node_modules", ".modules.yaml"))) return true;
  const since = statSync(installed).mtimeMs;
  return installInputs().some((path) => statSync(path).mtimeMs > since);
}

function installInputs() {
  const manifests = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
    .map((entry) => join(root, entry.name, "package.json"));
  const rootFiles = ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"].map((name) => join(root, name));
  return [...rootFiles, ...manifests].filter((path) => existsSync(path));
}

async function install() {
  console.log("Installing packages");
  const command = ["--yes", pnpm, "install", "--frozen-lockfile", "--config.confirmModulesPurge=false"];
  // npx is a .cmd file on Windows, and those start only through a shell.
  const npx = spawn("npx", command, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
    // It starts others, and they end together.
    detached: process.platform !== "win32",
  });
  const leaveAtOnce = stop;
  stop = (signal) => {
    if (npx.pid && process.platform !== "win32") process.kill(-npx.pid, "SIGTERM");
    leaveAtOnce(signal);
  };
  let output = "";
  const collect = (chunk) => {
    output += chunk;
    showProgress(output);
  };
  npx.stdout.on("data", collect);
  npx.stderr.on("data", collect);
  const code = await new Promise((resolve) => {
    npx.on("error", (error) => resolve(error.message));
    npx.on("close", (exitCode, signal) => resolve(exitCode ?? signal));
  });
  showProgress("");
  if (code !== 0)
    leave(`${output.trimEnd()}\n\nInstalling the packages failed (${code}); the reason stands above.`);
  writeFileSync(installed, "");
  console.log(`Installed in ${Math.round((Date.now() - startedAt) / 1000)} s`);
}

// On a terminal the installer's latest line stands in one place; elsewhere nothing is worth a line until it ends.
function showProgress(output) {
  if (!process.stdout.isTTY) return;
  const latest = output
    .trimEnd()
    .split("\n")
    .at(-1)
    .slice(0, process.stdout.columns - 1);
  process.stdout.write(`\r\x1b[K${latest}`);
}

function findNode() {
  const brought = join(
    root,
    "node_modules",
    "node",
    "bin",
    process.platform === "win32" ? "node.exe" : "node",
  );
  // The package is optional, and where its own install step did not run, its file is no program: ask it.
  const asked = spawnSync(brought, ["--version"], { encoding: "utf8" });
  if (asked.status === 0) return brought;

  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 19)) return process.execPath;
  return leave(
    `Berth runs on Node 22.19 or later. This is Node ${process.versions.node}, and npm brought no newer one for ` +
      `${process.platform}-${process.arch}; install Node 24 and run this again.`,
  );
}

function handOver(node) {
  const child = spawn(node, [script, ...args], {
    cwd: root,
    // The fourth is a channel: when this process is killed outright, the child sees it close.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: {
      ...process.env,
      PATH: [join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter),
      // So that the time a start took includes what was done here.
      BERTH_COMMAND_AT: String(startedAt),
    },
  });
  // A terminal gives Ctrl-C to every process in front of it, the child too, and npm hands its own on as well. So
  // here it only must not end this process first; without a terminal nobody else tells the child.
  stop = (signal) => {
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  };
  child.on("error", (error) => leave(`${node} does not start: ${error.message}`));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

function leave(sentence) {
  console.error(sentence);
  process.exit(1);
}
