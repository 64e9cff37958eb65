import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { buildSchema, type GraphQLObjectType } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";

// Subscriptions as the documentation of graphql-ws sets them up: each subscriber is an execution of
// its own over a shared publisher. It is told of what happened, with the rows in hand, so it asks no
// database at all.

type Change = { frame?: string; change?: object };

class Publisher {
  readonly #streams = new Set<(change: object) => void>();

  publish(change: object): void {
    for (const push of this.#streams) push(change);
  }

  stream(): AsyncIterableIterator<object> {
    const waiting: object[] = [];
    const asking: ((result: IteratorResult<object>) => void)[] = [];
    const push = (change: object) => {
      const ask = asking.shift();
      if (ask) ask({ value: change, done: false });
      else waiting.push(change);
    };
    this.#streams.add(push);
    const end = async (): Promise<IteratorResult<object>> => {
      this.#streams.delete(push);
      for (const ask of asking.splice(0)) ask({ value: undefined, done: true });
      return { value: undefined, done: true };
    };
    return {
      next: () => {
        const change = waiting.shift();
        if (change) return Promise.resolve({ value: change, done: false });
        return new Promise((resolve) => asking.push(resolve));
      },
      return: end,
      throw: end,
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}

const publisher = new Publisher();
const schema = buildSchema(readFileSync(new URL("../../schema.graphql", import.meta.url), "utf8"));
const { offersChanged } = (schema.getSubscriptionType() as GraphQLObjectType).getFields();
if (!offersChanged) throw new Error("schema.graphql has no offersChanged");
offersChanged.subscribe = () => publisher.stream();
offersChanged.resolve = (change: unknown) => change;

const server = createServer((_, response) => response.end());
useServer({ schema }, new WebSocketServer({ server, path: "/graphql" }));

process.on("message", ({ change }: Change) => {
  if (change) publisher.publish(change);
});
server.listen(Number(process.env["PORT"]), "127.0.0.1");
