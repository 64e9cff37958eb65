import { JSONParser } from "@streamparser/json";

/** An entry of such a list is some kilobytes; one that does not end is not waited for. */
const LONGEST_ITEM = 1 << 20;
const NEW_LINE = 0x0a;

export interface JsonItem {
  item: unknown;
  /** Where it ends. */
  line: number;
}

/**
 * The entries of lists or maps within a JSON text, as they come, however large the text is; several texts may follow
 * each other.
 */
export async function* jsonItems(
  chunks: AsyncIterable<Uint8Array>,
  ...lists: readonly string[]
): AsyncGenerator<JsonItem> {
  const paths = lists.map((list) => `$.${list}.*`);
  const parser = new JSONParser({ paths, keepStack: false, separator: "" });
  let found: JsonItem[] = [];
  let line = 1;
  let since = 0;
  parser.onValue = ({ value }) => {
    found.push({ item: value, line });
    since = 0;
  };
  const failed = (error: unknown) =>
    new BrokenJson(line, error instanceof Error ? error.message : String(error));
  const take = (bytes: Uint8Array) => {
    try {
      since += bytes.length;
      parser.write(bytes);
    } catch (error) {
      throw failed(error);
    }
    if (since > LONGEST_ITEM) throw new BrokenJson(line, `an entry is longer than ${LONGEST_ITEM} bytes`);
  };
  for await (const chunk of chunks) {
    let rest = chunk;
    for (let end = rest.indexOf(NEW_LINE); end !== -1; end = rest.indexOf(NEW_LINE)) {
      take(rest.subarray(0, end + 1));
      line += 1;
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) take(rest);
    yield* found;
    found = [];
  }
  try {
    if (!parser.isEnded) parser.end();
  } catch (error) {
    throw failed(error);
  }
  yield* found;
}

export class BrokenJson extends Error {
  constructor(line: number, why: string) {
    super(`line ${line}: ${why}`);
  }
}
