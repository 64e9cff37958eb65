import type { Inside } from "./inside.ts";
import { nvidiaSmi, type Said } from "./nvidia-smi.ts";

/**
 * A shell that knows what a look around needs and no more: commands one after the other, "&&", "||" and pipes,
 * quotes and variables. It changes nothing; what it does not know it says that it cannot find.
 */
export interface Ran extends Said {
  /** Asked to leave. */
  left: boolean;
}

export function run(script: string, inside: Inside): Ran {
  const ran: Ran = { out: "", err: "", code: 0, left: false };
  for (const { joint, commands } of listOf(wordsOf(script))) {
    if ((joint === "&&" && ran.code !== 0) || (joint === "||" && ran.code === 0)) continue;
    let input = "";
    for (const words of commands) {
      const said = runOne(words, input, inside, ran.code);
      input = said.out;
      ran.err += said.err;
      ran.code = said.code;
      ran.left = said.left;
    }
    ran.out += input;
    if (ran.left) break;
  }
  return ran;
}

interface Word {
  text: string;
  /** Stands bare, so that it may be a joint and not only look like one. */
  bare: boolean;
}

type Joint = "&&" | "||" | ";";

const JOINT = /^(&&|\|\||\||;|\n)/;

function wordsOf(script: string): Word[] {
  const words: Word[] = [];
  let rest = script;
  while (rest !== "") {
    const [space = ""] = /^(?:[^\S\n]|#[^\n]*)+/.exec(rest) ?? [];
    rest = rest.slice(space.length);
    const [joint] = JOINT.exec(rest) ?? [];
    if (joint !== undefined) {
      words.push({ text: joint === "\n" ? ";" : joint, bare: true });
      rest = rest.slice(joint.length);
      continue;
    }
    const [word = ""] = /^(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\;&|]|&(?!&))+/.exec(rest) ?? [];
    // An open quote, or a lone sign, is a word by itself.
    const taken = word === "" ? rest.slice(0, 1) : word;
    if (taken !== "") words.push({ text: taken, bare: false });
    rest = rest.slice(taken.length);
  }
  return words;
}

/** Commands by the joints between them; each is a row of commands that pipe into each other. */
function listOf(words: readonly Word[]): { joint: Joint; commands: string[][] }[] {
  const list: { joint: Joint; commands: string[][] }[] = [{ joint: ";", commands: [[]] }];
  for (const { text, bare } of words) {
    const last = list.at(-1);
    if (bare && text === "|") last?.commands.push([]);
    else if (bare) list.push({ joint: text as Joint, commands: [[]] });
    else last?.commands.at(-1)?.push(text);
  }
  return list.filter(({ commands }) => commands.some((words) => words.length > 0));
}

function runOne(words: readonly string[], input: string, inside: Inside, lastCode: number): Ran {
  const plain = words.filter((word) => !/^\d?>&?/.test(word));
  const quiet = (stream: string) =>
    words.some((word) => word === `${stream}>/dev/null` || word === "&>/dev/null");
  const [name = "", ...args] = plain.flatMap((word) => {
    const text = unquoted(word, inside, lastCode);
    // What is empty and not quoted is no word at all.
    return text === "" && !/['"]/.test(word) ? [] : [text];
  });
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  const said = command?.(args, inside, input) ?? {
    out: "",
    err: `bash: line 1: ${name}: command not found\n`,
    code: 127,
  };
  return {
    out: quiet("") || quiet("1") ? "" : words.includes("2>&1") ? said.out + said.err : said.out,
    err: quiet("2") || words.includes("2>&1") ? "" : said.err,
    code: said.code,
    left: name === "exit" || name === "logout",
  };
}

function unquoted(word: string, inside: Inside, lastCode: number): string {
  return word
    .replace(/^~(?=\/|$)/, inside.env["HOME"] ?? "/")
    .replace(
      /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)|\$\{?(\w+|\?)\}?/g,
      (_all, single?: string, double?: string, escaped?: string, name?: string) => {
        if (single !== undefined) return single;
        if (escaped !== undefined) return escaped;
        if (name !== undefined) return name === "?" ? String(lastCode) : (inside.env[name] ?? "");
        return (double ?? "")
          .replace(/\$\{?(\w+|\?)\}?/g, (_variable, name: string) =>
            name === "?" ? String(lastCode) : (inside.env[name] ?? ""),
          )
          .replace(/\\(["\\$`])/g, "$1");
      },
    );
}

type Command = (args: readonly string[], inside: Inside, input: string) => Said;

const ok = (out = ""): Said => ({ out, err: "", code: 0 });
const failed = (err: string, code = 1): Said => ({ out: "", err: `${err}\n`, code });

const commands: Readonly<Record<string, Command>> = {
  "nvidia-smi": nvidiaSmi,
  "/usr/bin/nvidia-smi": nvidiaSmi,
  echo: ([first, ...rest]) => ok(first === "-n" ? rest.join(" ") : `${[first, ...rest].join(" ")}\n`),
  uname: (args, { host }) => {
    const words = { "-s": "Linux", "-n": host, "-r": "5.15.0-141-generic", "-m": "x86_64" };
    if (args.includes("-a"))
      return ok(`Linux ${host} 5.15.0-141-generic #151-Ubuntu SMP x86_64 x86_64 GNU/Linux\n`);
    const asked = args.length === 0 ? ["-s"] : args;
    return ok(`${asked.map((flag) => words[flag as keyof typeof words] ?? "").join(" ")}\n`);
  },
  cat: (args, { files }, input) => {
    if (args.length === 0) return ok(input);
    const missing = args.find((path) => !Object.hasOwn(files, path));
    if (missing !== undefined) return failed(`cat: ${missing}: No such file or directory`);
    return ok(args.map((path) => files[path]).join(""));
  },
  test: (args, { files }) => ({
    out: "",
    err: "",
    code: /^-[efrs]$/.test(args[0] ?? "") && Object.hasOwn(files, args[1] ?? "") ? 0 : 1,
  }),
  true: () => ok(),
  ":": () => ok(),
  false: () => ({ out: "", err: "", code: 1 }),
  exit: ([code]) => ({ out: "", err: "", code: Number(code ?? 0) || 0 }),
  logout: () => ok(),
  whoami: (_args, { user }) => ok(`${user}\n`),
  id: ([flag], { user }) =>
    ok(flag === "-u" ? `${user === "root" ? 0 : 1000}\n` : `uid=${user === "root" ? 0 : 1000}(${user})\n`),
  hostname: (_args, { host }) => ok(`${host}\n`),
  pwd: (_args, { env }) => ok(`${env["HOME"] ?? "/"}\n`),
  env: (_args, { env }) =>
    ok(
      Object.entries(env)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(""),
    ),
  printenv: ([name = ""], { env }) =>
    Object.hasOwn(env, name) ? ok(`${env[name]}\n`) : { out: "", err: "", code: 1 },
  nproc: (_args, { cpus }) => ok(`${cpus}\n`),
  date: ([format], { now }) =>
    ok(format === "+%s" ? `${Math.floor(now / 1_000)}\n` : `${new Date(now).toUTCString()}\n`),
  free: (args, { ramMb }) => {
    const by = args.includes("-g") ? 1 / 1_024 : args.includes("-m") ? 1 : 1_024;
    const [total, used] = [ramMb, 600].map((mb) => Math.floor(mb * by)) as [number, number];
    return ok(
      `               total        used        free\nMem:    ${[total, used, total - used].map((n) => String(n).padStart(12)).join("")}\n`,
    );
  },
  df: (args, { diskGb }) => {
    const inGb = args.includes("-BG") || args.includes("-h");
    const size = (gb: number) => (inGb ? `${gb}G` : String(gb * 1_024 * 1_024));
    const head = inGb ? "Size" : "1K-blocks";
    return ok(
      `Filesystem ${head} Used Available Use% Mounted on\noverlay ${size(diskGb)} ${size(1)} ${size(diskGb - 1)} 1% /\n`,
    );
  },
  head: (args, _inside, input) => {
    const count = Number(/\d+/.exec(args.join(""))?.[0] ?? 10);
    return ok(
      input
        .split(/(?<=\n)/)
        .slice(0, count)
        .join(""),
    );
  },
  grep: (args, _inside, input) => {
    const word = args.find((argument) => !argument.startsWith("-")) ?? "";
    const found = input.split(/(?<=\n)/).filter((line) => line.includes(word));
    return { out: args.includes("-q") ? "" : found.join(""), err: "", code: found.length > 0 ? 0 : 1 };
  },
  wc: (_args, _inside, input) => ok(`${input.split("\n").length - 1}\n`),
  "apt-get": (_args, { packagesHeld }) =>
    packagesHeld
      ? failed(
          "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1432 (unattended-upgr)",
          100,
        )
      : ok("Reading package lists... Done\n"),
};
