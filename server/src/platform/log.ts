import { type DestinationStream, type Logger, pino } from "pino";

export type Log = Logger;

// Names of fields that may carry a secret, wherever they stand within the first three levels. What
// is not logged cannot leak: mutations' variables and headers never reach a log line at all, and
// this is the second wall.
const secretNames = [
  "authorization",
  "cookie",
  "password",
  "secret",
  "token",
  "apiKey",
  "api_key",
  "connectionString",
  "parameters",
  "args",
  "DATABASE_URL",
];
const redact = ["", "*.", "*.*."].flatMap((depth) => secretNames.map((name) => `${depth}${name}`));

export function makeLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    redact: { paths: redact, censor: "[redacted]" },
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return destination ? pino(options, destination) : pino(options);
}
