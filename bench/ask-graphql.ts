import { connect } from "node:net";
import { AnswerReader } from "./load/answer-reader.ts";

/** One who asks over a connection that stays open, one question at a time, on bytes: by what costs the asking process least. */
export interface Asking {
  ask: (question: object) => Promise<string>;
  end: () => void;
}

export async function askOver(port: number, key: string): Promise<Asking> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  let answered = (_text: string): void => {};
  let failed = (_error: Error): void => {};
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  socket.on("error", (error) => failed(error));
  socket.on("close", () => failed(new Error("the connection was closed")));
  const reader = new AnswerReader();
  socket.on("data", (chunk: Buffer) => {
    const answer = reader.read(chunk);
    if (answer) answered(answer.body.toString());
  });
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) return reject(new Error("the connection was closed"));
        [answered, failed] = [resolve, reject];
        const body = Buffer.from(JSON.stringify(question));
        const head =
          "POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n" +
          `Authorization: Bearer ${key}\r\nContent-Length: ${body.length}\r\n\r\n`;
        socket.write(Buffer.concat([Buffer.from(head), body]));
      }),
    end: () => socket.destroy(),
  };
}
