// What Slack takes as the blocks of a message, as far as the bot speaks them. Slack refuses a whole message for one
// text that is too long, so the double does, too.

type Json = Readonly<Record<string, unknown>>;

const most = { blocks: 50, header: 150, section: 3_000, field: 2_000, fields: 10, elements: 25, context: 10 };
const kinds = new Set(["actions", "context", "divider", "header", "image", "input", "rich_text", "section"]);

/** What is wrong with them, in words; null for nothing. */
export function findBlockFault(blocks: unknown, limit: number = most.blocks): string | null {
  if (!Array.isArray(blocks)) return "blocks must be a list";
  if (blocks.length > limit) return `no more than ${limit} items allowed`;
  for (const [at, block] of blocks.entries()) {
    const fault = isObject(block) ? faultOf(block) : "must be an object";
    if (fault) return `${fault} [json-pointer:/blocks/${at}]`;
  }
  return null;
}

function faultOf(block: Json): string | null {
  if (typeof block["type"] !== "string" || !kinds.has(block["type"])) return "unsupported type";
  const text = textOf(block["text"]);
  if (block["type"] === "rich_text" && !Array.isArray(block["elements"])) return "must provide elements";
  if (block["type"] === "header") return tooLong(text, most.header);
  if (block["type"] === "section") return sectionFault(block, text);
  if (block["type"] === "actions" || block["type"] === "context") {
    const elements = block["elements"];
    const many = block["type"] === "context" ? most.context : most.elements;
    if (!Array.isArray(elements) || elements.length === 0 || elements.length > many)
      return "must provide elements, and not too many";
    return (elements as Json[]).map(elementFault).find(Boolean) ?? null;
  }
  return null;
}

function sectionFault(block: Json, text: string | null): string | null {
  const fields = block["fields"];
  if (text === null && !Array.isArray(fields)) return "must provide text or fields";
  if (text !== null && tooLong(text, most.section)) return tooLong(text, most.section);
  if (!Array.isArray(fields)) return null;
  if (fields.length > most.fields) return "too many fields";
  return fields.map((field) => tooLong(textOf(field), most.field)).find(Boolean) ?? null;
}

function elementFault(element: Json): string | null {
  if (element["type"] !== "button") return null;
  if (typeof element["value"] === "string" && element["value"].length > 2_000) return "value is too long";
  return tooLong(textOf(element["text"]), 75);
}

function tooLong(text: string | null, length: number): string | null {
  if (text === null || text.length === 0) return "must be more than 0 characters";
  return text.length > length ? `must be less than ${length + 1} characters` : null;
}

function textOf(value: unknown): string | null {
  return isObject(value) && typeof value["text"] === "string" ? value["text"] : null;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
