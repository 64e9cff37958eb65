import { styleText } from "node:util";
import { apiUrl, consoleUrl, type Demo, type Mode, type Ports } from "./programs.ts";

export type Summary = {
  mode: Mode;
  ports: Ports;
  demo: Demo;
  steppedAround: string[];
  database: string;
  /** A real one is told, and no page shows what. */
  hasSlack: boolean;
  seconds: number;
};

/** What a person sees once everything runs: where to look, how to get in, how to end it. */
export function summarise({
  mode,
  ports,
  demo,
  steppedAround,
  database,
  hasSlack,
  seconds,
}: Summary): string {
  const rows = [
    ["Console", styleText(["bold", "cyan"], consoleUrl(ports))],
    ["Sign in", `${demo.email}  ${styleText("dim", "with")}  ${demo.password}`],
    ["Slack", hasSlack ? "the bot tells your workspace" : `${consoleUrl(ports)}/team-channel`],
    ["API", `${apiUrl(ports)}/graphql`],
    ["Terminal", "cli/dist/berth.mjs, with the key in .berth/demo-key"],
    ["Database", database],
  ].map(([label, value]) => `  ${styleText("dim", (label ?? "").padEnd(10))}${value}`);

  const notes = [
    ...steppedAround,
    "The GPU market is simulated, and so is Google Calendar. Logs and data are kept in .berth/.",
    mode === "development"
      ? "Changes to the code take effect as you save. Ctrl-C stops it."
      : "Ctrl-C stops it.",
  ].map((note) => `  ${styleText("dim", note)}`);

  const title = `  ${styleText("bold", "Berth is ready")}${styleText("dim", ` after ${seconds.toFixed(1)} s`)}`;
  return ["", title, "", ...rows, "", ...notes, ""].join("\n");
}
