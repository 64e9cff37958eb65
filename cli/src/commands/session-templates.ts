import type { Command } from "commander";
import {
  isRefused,
  RemoveSessionTemplateDocument,
  SaveSessionTemplateDocument,
  SessionTemplatesDocument,
  type TemplatePartsFragment,
} from "@berth/client-sdk";
import { Ended, refused } from "../ended.ts";
import type { Run } from "../run.ts";
import { table } from "../terminal/table.ts";
import { doing, examples } from "./command.ts";
import { addSetUpOptions, type SetUpOptions, setUpOf } from "./set-up.ts";

/** What a team keeps of how it sets its machines up. */
export function addTemplates(session: Command): void {
  const list = session.command("templates").description("how your team sets its machines up");
  examples(list, "berth session templates", "berth session templates --json");
  doing(list, showTemplates);

  const save = session
    .command("save-template")
    .description("keep how a machine is set up, for `session start --template`; one of this name is replaced")
    .argument("<name>")
    .option("--from <template>", "what is not said is as in this one");
  addSetUpOptions(save);
  examples(
    save,
    "berth session save-template training --image pytorch/pytorch:2.9 --disk 200 --env RUN=nightly",
    "berth session save-template weekly --from training --env RUN=weekly",
  );
  doing<SetUpOptions & { from?: string }>(save, saveTemplate);

  const remove = session
    .command("remove-template")
    .description("start with it no more; what was started with it runs on")
    .argument("<name>");
  examples(remove, "berth session remove-template weekly --yes");
  doing(remove, removeTemplate);
}

export async function findTemplate(run: Run, name: string): Promise<TemplatePartsFragment> {
  const { sessionTemplates } = await run.ask(SessionTemplatesDocument, {});
  const wanted = name.toLowerCase();
  const found = sessionTemplates.find((one) => one.id === name || one.name.toLowerCase() === wanted);
  if (found) return found;
  throw new Ended(
    "notFound",
    `There is no template “${name}”. \`berth session templates\` shows what there is.`,
  );
}

async function showTemplates(run: Run): Promise<void> {
  const { sessionTemplates } = await run.ask(SessionTemplatesDocument, {});
  run.print(
    () =>
      sessionTemplates.length === 0
        ? "There is none yet. `berth session save-template` keeps one."
        : table(
            sessionTemplates,
            [
              { name: "name", cell: ({ name }) => name },
              { name: "image", cell: ({ image }) => image ?? "–" },
              { name: "disk", cell: ({ diskGb }) => (diskGb ? `${diskGb} GB` : "–"), right: true },
              { name: "ports", cell: ({ ports }) => ports.join(" ") || "–", spare: 2 },
              { name: "variables", cell: ({ envNames }) => envNames.join(" ") || "–", spare: 3 },
              { name: "script", cell: ({ onStart }) => (onStart ? "yes" : "–"), spare: 1 },
              { name: "saved by", cell: ({ savedBy }) => savedBy, spare: 0 },
            ],
            run.width,
          ),
    { templates: sessionTemplates },
  );
}

async function saveTemplate(
  run: Run,
  [name = ""]: string[],
  { from, ...options }: SetUpOptions & { from?: string },
): Promise<void> {
  const templateId = from === undefined ? null : (await findTemplate(run, from)).id;
  const input = { ...setUpOf(options), name, templateId };
  const { saveSessionTemplate: template } = await run.ask(SaveSessionTemplateDocument, { input });
  if (isRefused(template)) throw refused(template);
  run.print(() => `Saved. Start with it: berth session start h100 --template ${template.name}`, { template });
}

async function removeTemplate(run: Run, [name = ""]: string[]): Promise<void> {
  const { id } = await findTemplate(run, name);
  await run.confirm(`Remove the template “${name}”?`);
  const { removeSessionTemplate: template } = await run.ask(RemoveSessionTemplateDocument, {
    templateId: id,
  });
  if (isRefused(template)) throw refused(template);
  run.print(() => `“${template.name}” is removed.`, { template });
}
