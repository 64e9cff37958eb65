/** A text's lines as they come, however large the text is; one that does not end is not waited for. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest: Uint8Array = new Uint8Array();
  for await (const chunk of chunks) {
    let bytes: Uint8Array = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = bytes.indexOf(NEW_LINE); end !== -1; end = bytes.indexOf(NEW_LINE)) {
      yield textOf(bytes.subarray(0, end));
      bytes = bytes.subarray(end + 1);
    }
    if (bytes.length > LONGEST_LINE) throw new RangeError(`it is longer than ${LONGEST_LINE} bytes`);
    rest = bytes;
  }
  if (rest.length > 0) yield textOf(rest);
}

const NEW_LINE = 0x0a;
const LONGEST_LINE = 10_000;

// What is not UTF-8 is an error and no row of question marks.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function textOf(line: Uint8Array): string {
  const text = decoder.decode(line);
  return text.endsWith("\r") ? text.slice(0, -1) : text;
}
