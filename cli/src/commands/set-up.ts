import { readFileSync } from "node:fs";
import type { Command } from "commander";
import type { SaveSessionTemplateInput, TemplatePartsFragment } from "@berth/client-sdk";
import { Ended } from "../ended.ts";
import { whole } from "../kept/settings.ts";
import type { Run } from "../run.ts";

// How a machine is set up, as it is typed for a start and for a template.

interface SavingOptions {
  save?: string;
  saveMinutes?: number;
}

export interface LaterOptions extends SavingOptions {
  image?: string;
  disk?: number;
  onStart?: string;
  port?: number[];
  env?: string[];
  discard?: boolean;
}

export interface SetUpOptions extends LaterOptions {
  idle?: number;
}

export function addSetUpOptions(command: Command): Command {
  return addLaterOptions(command).option(
    "--idle <minutes>",
    "end it when nothing has used its GPUs for so long",
    whole(1, 720),
  );
}

/** Of a machine whose hours are paid for, whether it idles or not. */
export function addLaterOptions(command: Command): Command {
  const more =
    <T>(read: (text: string) => T) =>
    (text: string, before: T[] | undefined) => [...(before ?? []), read(text)];
  command
    .option("--image <image>", "what it runs")
    .option("--disk <gb>", "gigabytes of disk", whole(1, 16_384))
    .option("--on-start <file>", "a shell script that runs once it is up")
    .option("--port <port>", "a TCP port to be reached from outside; may be repeated", more(whole(1, 65_535)))
    .option(
      "--env <name=value>",
      "a variable of its environment; may be repeated",
      more((text) => text),
    );
  return addSavingOptions(command).option("--discard", "save nothing, whatever its template says");
}

function addSavingOptions(command: Command): Command {
  return command
    .option(
      "--save <command>",
      "a shell command that is run on it before it is ended, to save what is on its disk",
    )
    .option("--save-minutes <minutes>", "so long that may take; usually 10", whole(1, 30));
}

function savingOf({ save, saveMinutes }: SavingOptions): {
  saveCommand?: string;
  saveMinutes?: number;
} {
  return { ...(save && { saveCommand: save }), ...(saveMinutes && { saveMinutes }) };
}

/** What was typed, and nothing of what was not. */
export function setUpOf(options: SetUpOptions): Omit<SaveSessionTemplateInput, "name" | "templateId"> {
  return {
    ...(options.image && { image: options.image }),
    ...(options.disk && { diskGb: options.disk }),
    ...(options.idle && { idleMinutes: options.idle }),
    ...(options.onStart && { onStart: readFileSync(options.onStart, "utf8") }),
    ...(options.port && { ports: options.port }),
    ...savingOf(options),
    ...(options.discard && { storagePolicy: "DISCARD" as const }),
    ...(options.env && { env: options.env.map(readVariable) }),
  };
}

/** What was typed, over what the template says, over what is set for this computer. */
export function machineOf(
  { settings }: Pick<Run, "settings">,
  options: SetUpOptions & { consumer?: string },
  template: TemplatePartsFragment | null,
) {
  const image = options.image ?? template?.image ?? settings.image;
  const consumer = options.consumer ?? settings.consumer;
  return {
    ...(template && { templateId: template.id }),
    ...setUpOf(options),
    diskGb: options.disk ?? template?.diskGb ?? settings.diskGb,
    ...(image && { image }),
    ...(consumer && { consumer }),
  };
}

function readVariable(text: string): { name: string; value: string } {
  const at = text.indexOf("=");
  if (at < 1) throw new Ended("usage", `“${text}” is no variable. One looks like NAME=value.`);
  return { name: text.slice(0, at), value: text.slice(at + 1) };
}
