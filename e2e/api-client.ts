import { type Client, createClient } from "graphql-ws";
import WebSocket from "ws";

export interface Answer<T> {
  data?: T | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** Asks the API as a partner's program does. */
export async function ask<T>(
  url: string,
  key: string,
  query: string,
  variables: object = {},
): Promise<Answer<T>> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(20_000),
  });
  return (await response.json()) as Answer<T>;
}

export function rename(
  url: string,
  key: string,
  name: string,
): Promise<Answer<{ renameAccount: { __typename: string } }>> {
  return ask(
    url,
    key,
    "mutation Rename($name: String!) { renameAccount(input: { name: $name }) { __typename } }",
    { name },
  );
}

interface Happened {
  activityChanged: { __typename: string; cursor: string; entry?: { topic: string; summary: string } };
}

/**
 * Follows an account's activity as a team's bot does: it keeps the last cursor, and when its socket
 * is lost it comes back, to the next address it knows.
 */
export class Follower {
  readonly summaries: string[] = [];
  readonly closed: number[] = [];
  #cursor: string | null;
  #at = 0;
  #client: Client | undefined;
  #stopped = false;
  readonly #urls: readonly string[];
  readonly #key: string;

  constructor(urls: readonly string[], key: string, cursor: string | null) {
    this.#urls = urls;
    this.#key = key;
    this.#cursor = cursor;
    this.#follow();
  }

  async until(matches: (summaries: string[]) => boolean): Promise<void> {
    while (!matches(this.summaries)) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#client) await close(this.#client);
  }

  #follow(): void {
    if (this.#stopped) return;
    const url = this.#urls[this.#at % this.#urls.length] ?? "";
    const client = createClient({
      url: `${url.replace("http", "ws")}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${this.#key}` },
      retryAttempts: 0,
      on: { closed: (event) => this.closed.push((event as { code: number }).code) },
    });
    this.#client = client;
    const again = () => {
      void close(client);
      this.#at += 1;
      setTimeout(() => this.#follow(), 50);
    };
    client.subscribe<Happened>(
      {
        query: `subscription Follow($after: Cursor) {
          activityChanged(after: $after) {
            __typename
            ... on ActivityHappened { cursor entry { topic summary } }
            ... on ActivityStarted { cursor }
            ... on Resync { cursor }
          }
        }`,
        variables: { after: this.#cursor },
      },
      {
        next: ({ data }) => {
          if (!data) return;
          this.#cursor = data.activityChanged.cursor;
          if (data.activityChanged.entry) this.summaries.push(data.activityChanged.entry.summary);
        },
        error: again,
        complete: again,
      },
    );
  }
}

export async function activityCursor(url: string, key: string): Promise<string> {
  const { data } = await ask<{ activity: { liveCursor: string } }>(url, key, "{ activity { liveCursor } }");
  if (!data) throw new Error("no activity to follow");
  return data.activity.liveCursor;
}

/** A client whose socket was closed on it throws that at whoever disposes of it. */
async function close(client: Client): Promise<void> {
  try {
    await client.dispose();
  } catch {
    // It is closed, which is what was wanted.
  }
}
