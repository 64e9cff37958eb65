import { promisify } from "node:util";
import ssh, { type ConnectConfig } from "ssh2";

export interface Answer {
  out: string;
  err: string;
  code: number;
}

type Done = (fault: Error | null | undefined) => void;
type Write = (path: string, bytes: Buffer, done: Done) => void;
type Read = (path: string, done: (fault: Error | null | undefined, bytes: Buffer) => void) => void;
type Make = (path: string, done: Done) => void;

/** A key pair, as somebody brings one along. */
export function newKeyPair(): { privateKey: string; publicKey: string } {
  for (;;) {
    const { private: privateKey, public: publicKey } = ssh.utils.generateKeyPairSync("ed25519", {
      comment: "ada",
    });
    // One in 256 is written short of a byte, and nothing reads it.
    if (!(ssh.utils.parseKey(privateKey) instanceof Error)) return { privateKey, publicKey };
  }
}

export interface Guest {
  /** What the host showed as its own key. */
  hostKey: string;
  run(command: string): Promise<Answer>;
  files(): Promise<Files>;
  leave(): void;
  left: Promise<void>;
}

/** What is done with files by SFTP; rejects with what the machine says. */
export interface Files {
  put(path: string, bytes: Buffer): Promise<void>;
  get(path: string): Promise<Buffer>;
  makeFolder(path: string): Promise<void>;
  namesIn(path: string): Promise<string[]>;
}

/** Logs in; rejects with the client's own error where it is not let in. */
export async function logIn(
  port: number,
  privateKey: string,
  options: Partial<ConnectConfig> = {},
): Promise<Guest> {
  const client = new ssh.Client();
  let hostKey = "";
  const left = new Promise<void>((resolve) => void client.once("close", resolve));
  await new Promise<void>((resolve, reject) => {
    client.once("ready", resolve).once("error", reject);
    // One that hangs up without a word lets nobody in either.
    client.once("close", () => reject(new Error("closed")));
    client.connect({
      host: "127.0.0.1",
      port,
      username: "root",
      privateKey,
      hostVerifier: (key: Buffer) => {
        hostKey = key.toString("base64");
        return true;
      },
      ...options,
    });
  });
  client.on("error", () => {});
  client.setNoDelay(true);
  return {
    hostKey,
    left,
    leave: () => client.end(),
    files: async () => {
      const sftp = await promisify(client.sftp.bind(client))();
      return {
        put: (path, bytes) => promisify(sftp.writeFile.bind(sftp) as Write)(path, bytes),
        get: (path) => promisify(sftp.readFile.bind(sftp) as Read)(path),
        makeFolder: (path) => promisify(sftp.mkdir.bind(sftp) as Make)(path),
        namesIn: async (path) =>
          (await promisify(sftp.readdir.bind(sftp))(path)).map(({ filename }) => filename),
      };
    },
    run: (command) =>
      new Promise((resolve, reject) => {
        client.exec(command, (fault, channel) => {
          if (fault) return reject(fault);
          const answer: Answer = { out: "", err: "", code: -1 };
          channel.on("data", (data: Buffer) => (answer.out += data.toString()));
          channel.stderr.on("data", (data: Buffer) => (answer.err += data.toString()));
          channel.on("exit", (code: number) => (answer.code = code));
          channel.on("close", () => resolve(answer));
        });
      }),
  };
}
