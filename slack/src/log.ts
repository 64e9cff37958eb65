/** One line of JSON for each thing that whoever runs the bot may want to know. No secret is ever among the facts. */
export interface Log {
  info(message: string, facts?: Record<string, unknown>): void;
  warn(message: string, facts?: Record<string, unknown>): void;
  error(message: string, facts?: Record<string, unknown>): void;
}

export function makeLog(): Log {
  // A line that cannot be written, because its disk is full, is not worth ending for.
  process.stdout.on("error", () => {});
  const say =
    (level: string) =>
    (message: string, facts: Record<string, unknown> = {}) => {
      process.stdout.write(`${JSON.stringify({ level, at: new Date().toISOString(), message, ...facts })}\n`);
    };
  return { info: say("info"), warn: say("warn"), error: say("error") };
}
