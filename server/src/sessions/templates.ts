import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { actorName } from "../values/actor.ts";
import { may } from "../values/permission.ts";
import { InvalidInput, NotFound } from "../values/refusal.ts";
import { accountOf } from "./account-of.ts";
import { overTemplate, readOrder, type SetUp } from "./rules/order.ts";
import { openSealedOrder, sealOrder } from "./sealed.ts";
import {
  countTemplates,
  deleteTemplate,
  deleteTemplateNamed,
  findTemplate,
  insertTemplate,
  lockTemplatesOf,
  type TemplateRow,
} from "./store/templates.ts";

// How a team sets its machines up, written once: a start says which template, and says itself only what is different.
// A template is never changed: saved under its name again it has another id, and what was asked for with the old one
// (and perhaps waits for approval) begins as it was asked for or not at all.

const TEMPLATES_MAX = 50;
const NAME_CHARACTERS = 60;

export interface SaveTemplate extends SetUp, ByTemplate {
  name: string;
}

export async function saveTemplate(ctx: Ctx, asked: SaveTemplate): Promise<TemplateRow> {
  const accountId = accountOf(ctx);
  const name = readName(asked.name);
  const input = await withTemplate(ctx, asked);
  const { ports, env, onStart, saveCommand } = readOrder({ ...input, hours: 1 });
  const id = ctx.newId("tpl");
  const row = {
    id,
    accountId,
    name,
    image: input.image?.trim() ?? null,
    diskGb: input.diskGb ?? null,
    ports,
    idleMinutes: input.idleMinutes ?? null,
    storagePolicy: input.storagePolicy ?? (saveCommand === null ? null : ("save" as const)),
    saveMinutes: saveCommand === null ? null : (input.saveMinutes ?? null),
    envNames: Object.keys(env),
    sealedOrder: sealOrder(ctx.seal, id, { env, onStart, saveCommand }),
    savedBy: actorName(ctx.actor),
    savedAt: ctx.now(),
  };
  return inTransaction(ctx, async (ctx) => {
    await lockTemplatesOf(ctx, accountId);
    const anew = await deleteTemplateNamed(ctx, accountId, name);
    if ((await countTemplates(ctx, accountId)) >= TEMPLATES_MAX)
      throw new InvalidInput("name", `An account has at most ${TEMPLATES_MAX} templates. Remove one first.`);
    await insertTemplate(ctx, row);
    await record(ctx, {
      topic: "session-template.saved",
      subject: id,
      accountId,
      payload: { name, anew },
    });
    return row;
  });
}

export async function removeTemplate(ctx: Ctx, id: string): Promise<TemplateRow> {
  const accountId = accountOf(ctx);
  return inTransaction(ctx, async (ctx) => {
    const row = await deleteTemplate(ctx, accountId, id);
    if (!row) throw new NotFound("template", id);
    const { name } = row;
    await record(ctx, { topic: "session-template.removed", subject: id, accountId, payload: { name } });
    return row;
  });
}

/** Names the template that says what is not said beside it. */
export interface ByTemplate {
  templateId?: string | null | undefined;
}

/** The order with what it leaves to its template. */
export async function withTemplate<Order extends SetUp & ByTemplate>(ctx: Ctx, order: Order): Promise<Order> {
  const { templateId } = order;
  if (templateId == null) return order;
  // What the whole team keeps in its templates is not for a key that is bound to some of its consumers.
  if (!may(ctx.actor, "sessions.useTemplates"))
    throw new InvalidInput(
      "templateId",
      "Templates are the team’s: not for a key that is bound to consumers, or starts no sessions.",
    );
  const row = await findTemplate(ctx, accountOf(ctx), templateId);
  if (!row) throw new NotFound("template", templateId);
  const { env, onStart, saveCommand } = openSealedOrder(ctx.seal, row);
  const variables = Object.entries(env).map(([name, value]) => ({ name, value }));
  return overTemplate({ ...order, templateId: null }, { ...row, env: variables, onStart, saveCommand });
}

function readName(text: string): string {
  const name = text.trim();
  if (name !== "" && name.length <= NAME_CHARACTERS && !/[\p{Cc}\p{Cs}]/u.test(name)) return name;
  throw new InvalidInput("name", `A name of 1 to ${NAME_CHARACTERS} characters, in one line.`);
}
