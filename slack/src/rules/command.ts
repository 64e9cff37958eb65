import { isTimeOfDay, isZone } from "./quiet.ts";

// What follows `/gpu`, read. What cannot be read is answered with how it is said.

export type Command =
  | { name: "help" }
  | { name: "find"; search: string }
  | { name: "reserve"; wanted: { gpu: string; gpus: number; startsAt: string; hours: number } | null }
  | { name: "extend"; id: string | null; hours: number | null }
  | { name: "stop"; id: string | null }
  | { name: "budget"; search: string }
  | { name: "forecast"; gpu: string }
  | { name: "cost" }
  | { name: "link" }
  | { name: "unlink" }
  | { name: "subscribe"; line: string }
  | { name: "unsubscribe"; which: number | "all" }
  | { name: "threads"; on: boolean }
  | { name: "quiet"; quiet: { from: string; to: string } | null; zone: string | null }
  | { name: "digest"; at: string[] | null; zone: string | null }
  | { name: "unknown"; says: string };

const MOST_HOURS = 720;

export function parseCommand(text: string): Command {
  const words = text.replaceAll("&gt;", ">").replaceAll("&lt;", "<").replaceAll("&amp;", "&").trim();
  const [name = "", ...rest] = words.split(/\s+/);
  const line = rest.join(" ");
  switch (name.toLowerCase()) {
    case "":
    case "help":
      return { name: "help" };
    case "find":
      return { name: "find", search: line };
    case "reserve":
      return parseReserve(line);
    case "extend":
      return parseExtend(rest);
    case "stop":
      return parseStop(rest);
    case "budget":
    case "budgets":
      return { name: "budget", search: line };
    case "forecast":
      return line ? { name: "forecast", gpu: line } : unknown("Say of which GPU: `/gpu forecast h100`.");
    case "cost":
    case "costs":
      return { name: "cost" };
    case "link":
      return { name: "link" };
    case "unlink":
      return { name: "unlink" };
    case "subscribe":
      return { name: "subscribe", line };
    case "unsubscribe":
      return parseUnsubscribe(line);
    case "threads":
      return /^(on|off)$/i.test(line)
        ? { name: "threads", on: line.toLowerCase() === "on" }
        : unknown("Say `/gpu threads on` or `/gpu threads off`.");
    case "quiet":
      return parseQuiet(rest);
    case "digest":
      return parseDigest(rest);
    default:
      return unknown(`There is no “${name}”. \`/gpu help\` says what there is.`);
  }
}

const unknown = (says: string): Command => ({ name: "unknown", says });

function parseReserve(line: string): Command {
  if (!line) return { name: "reserve", wanted: null };
  const [, gpus = "1", gpu = "", date = "", time = "", hours = ""] =
    /^(?:(\d{1,4})\s*[x×]?\s+)?(.+?)\s+(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)\s+(\d{1,3})h?$/i.exec(line) ?? [];
  const startsAt = Date.parse(`${date}T${time}:00Z`);
  if (!gpu || Number.isNaN(startsAt) || !isTimeOfDay(time) || Number(hours) < 1 || Number(hours) > MOST_HOURS)
    return unknown(
      "Say it like `/gpu reserve 2 h100 2026-12-01 09:00 4h` (UTC), or `/gpu reserve` for a form.",
    );
  return {
    name: "reserve",
    wanted: { gpu, gpus: Number(gpus), startsAt: new Date(startsAt).toISOString(), hours: Number(hours) },
  };
}

const isId = (word: string): boolean => /^(ses|res)_[\w-]{1,64}$/.test(word);

function parseExtend([id, more]: string[]): Command {
  if (!id) return { name: "extend", id: null, hours: null };
  const hours = /^(\d{1,3})h?$/i.exec(more ?? "")?.[1];
  if (!isId(id) || (more !== undefined && (!hours || Number(hours) < 1)))
    return unknown("Say it like `/gpu extend ses_… 2h`, or `/gpu extend` to choose.");
  return { name: "extend", id, hours: hours ? Number(hours) : null };
}

function parseStop([id]: string[]): Command {
  if (id && !(isId(id) && id.startsWith("ses_")))
    return unknown("Say it like `/gpu stop ses_…`, or `/gpu stop` to choose.");
  return { name: "stop", id: id ?? null };
}

function parseUnsubscribe(line: string): Command {
  if (line.toLowerCase() === "all") return { name: "unsubscribe", which: "all" };
  if (/^\d{1,3}$/.test(line)) return { name: "unsubscribe", which: Number(line) };
  return unknown("Say which by its number, as `/gpu subscribe` lists them, or `/gpu unsubscribe all`.");
}

function parseQuiet([hours = "", zone]: string[]): Command {
  if (hours.toLowerCase() === "off") return { name: "quiet", quiet: null, zone: null };
  const [from = "", to = "", ...more] = hours.split(/[-–]/);
  if (!isTimeOfDay(from) || !isTimeOfDay(to) || from === to || more.length > 0)
    return unknown("Say it like `/gpu quiet 22:00-07:00 Europe/Berlin`, or `/gpu quiet off`.");
  if (zone && !isZone(zone)) return unknown(`There is no time zone “${zone}”. One is Europe/Berlin.`);
  return { name: "quiet", quiet: { from, to }, zone: zone ?? null };
}

function parseDigest([times = "", zone]: string[]): Command {
  if (times.toLowerCase() === "off") return { name: "digest", at: null, zone: null };
  const at = times.split(",");
  if (at.length > 12 || !at.every(isTimeOfDay))
    return unknown("Say it like `/gpu digest 09:00,17:00 Europe/Berlin`, or `/gpu digest off`.");
  if (zone && !isZone(zone)) return unknown(`There is no time zone “${zone}”. One is Europe/Berlin.`);
  return { name: "digest", at, zone: zone ?? null };
}
