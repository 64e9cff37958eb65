import { type Agent, request as ask } from "node:http";

/** One question over a connection that stays open, by what costs the asking process least; the answer as its text. */
export function askGraphql(agent: Agent, port: number, key: string, question: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = ask(
      {
        agent,
        port,
        host: "127.0.0.1",
        path: "/graphql",
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
      },
      (response) => {
        let text = "";
        response
          .setEncoding("utf8")
          .on("data", (part: string) => (text += part))
          .on("end", () => resolve(text))
          .on("error", reject);
      },
    );
    request.on("error", reject).end(JSON.stringify(question));
  });
}
