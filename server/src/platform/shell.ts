import ssh2 from "ssh2";

const { Client, utils } = ssh2;

/** A command run on a machine, by somebody who has the key to it. */
export interface Shell {
  run(order: {
    host: string;
    port: number;
    user: string;
    privateKey: string;
    /** SHA-256 of the host's key as it was first seen; another one is refused. Null at first contact. */
    hostKey: string | null;
    command: string;
    signal: AbortSignal;
  }): Promise<{ output: string; code: number | null; hostKey: string }>;
}

/** What went wrong on the way in, as far as anybody acts on it differently. */
export class NoWayIn extends Error {
  readonly kind: "refused-key" | "another-host" | "unreachable";
  constructor(kind: NoWayIn["kind"], message: string) {
    super(message);
    this.kind = kind;
  }
}

const HANDSHAKE_MS = 10_000;
const OUTPUT_BYTES = 64 * 1024;

/** Over SSH, with the host's key pinned at first contact. */
export const sshShell: Shell = {
  run({ host, port, user, privateKey, hostKey, command, signal }) {
    return new Promise((resolve, reject) => {
      const client = new Client();
      let seenKey = "";
      let output = "";
      const end = (error: Error | null, code: number | null = null) => {
        signal.removeEventListener("abort", abort);
        client.end();
        client.destroy();
        if (error) reject(error);
        else resolve({ output, code, hostKey: seenKey });
      };
      const abort = () => end(new NoWayIn("unreachable", "given up"));
      if (signal.aborted) return abort();
      signal.addEventListener("abort", abort);
      client
        .on("ready", () => {
          client.exec(command, (error, stream) => {
            if (error) return end(new NoWayIn("unreachable", error.message));
            const keep = (data: Buffer) => {
              output = (output + data.toString("utf8")).slice(0, OUTPUT_BYTES);
            };
            let code: number | null = null;
            stream
              .on("data", keep)
              .on("exit", (status: number | null) => (code = status))
              .on("close", () => end(null, code));
            stream.stderr.on("data", keep);
          });
        })
        .on("error", (error) => {
          const level = "level" in error ? error.level : "";
          if (hostKey !== null && seenKey !== "" && seenKey !== hostKey)
            end(new NoWayIn("another-host", "the machine shows another host key than before"));
          else if (level === "client-authentication") end(new NoWayIn("refused-key", error.message));
          else end(new NoWayIn("unreachable", error.message));
        })
        .on("close", () => end(new NoWayIn("unreachable", "the connection closed")))
        .connect({
          host,
          port,
          username: user,
          privateKey,
          readyTimeout: HANDSHAKE_MS,
          hostHash: "sha256",
          hostVerifier: (hash: string) => {
            seenKey = hash;
            return hostKey === null || hash === hostKey;
          },
        });
    });
  },
};

/** An Ed25519 pair in OpenSSH's own forms. */
export function makeKeyPair(comment: string): { publicKey: string; privateKey: string } {
  for (;;) {
    const { public: publicKey, private: privateKey } = utils.generateKeyPairSync("ed25519", { comment });
    // A public key that begins with a zero is written without it, and nothing reads such a pair: one in 256.
    if (!(utils.parseKey(privateKey) instanceof Error)) return { publicKey, privateKey };
  }
}

/** The key in one line without what could be options; null for what is no public key. */
export function readPublicKey(text: string): string | null {
  const line = text.trim();
  if (line.length > 2_000 || /[\r\n]/.test(line)) return null;
  const parsed = utils.parseKey(line);
  if (parsed instanceof Error || Array.isArray(parsed) || parsed.isPrivateKey()) return null;
  const comment = parsed.comment.replace(/[^\w@.+-]/g, "").slice(0, 60);
  return `${parsed.type} ${parsed.getPublicSSH().toString("base64")}${comment && ` ${comment}`}`;
}
