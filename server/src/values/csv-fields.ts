/** Fields stand between commas; one in quotes may hold a comma, and a quote that is doubled. Null where the quotes do not close. */
export function csvFields(line: string): string[] | null {
  const fields: string[] = [];
  for (let at = 0; at <= line.length;) {
    FIELD.lastIndex = at;
    const match = FIELD.exec(line);
    if (!match) return null;
    const [whole, quoted, plain = "", comma] = match;
    fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    at += whole.length;
    if (comma === "") break;
  }
  return fields;
}

const FIELD = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
