import postgres from "postgres";
import { messageOf, PlainFailure } from "../plain-failure.ts";

const oldest = 15;

/** Makes sure that a PostgreSQL somebody else runs can carry Berth, and tells its version. */
export async function getServerVersion(url: string): Promise<string> {
  const place = describePlace(url);
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`;
    const version = row?.version ?? "";
    if (Number.parseInt(version, 10) < oldest) {
      throw new PlainFailure(`DATABASE_URL leads to PostgreSQL ${version}; Berth needs ${oldest} or later.`);
    }
    return version;
  } catch (error) {
    if (error instanceof PlainFailure) throw error;
    throw new PlainFailure(
      `The PostgreSQL of DATABASE_URL (${place}) does not let Berth in: ${reason(error)}.`,
    );
  } finally {
    await sql.end({ timeout: 1 });
  }
}

// Without the user and the password: this text ends up on screens and in logs.
function describePlace(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol)) {
    throw new PlainFailure(
      "DATABASE_URL is not an address of the form postgres://user:password@host:5432/database.",
    );
  }
  return `${parsed.host}${parsed.pathname}`;
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return messageOf(error);
  const code = "code" in error ? String(error.code) : "";
  if (code === "ECONNREFUSED") return "nothing answers there";
  if (code === "ENOTFOUND") return "there is no such host";
  if (code === "CONNECT_TIMEOUT") return "it does not answer within 10 seconds";
  return error.message || code;
}
