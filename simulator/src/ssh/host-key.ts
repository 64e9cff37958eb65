import { createHash, createPrivateKey, createPublicKey } from "node:crypto";

/** What PKCS #8 puts before the 32 bytes of an Ed25519 key. */
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");

const FORMAT = "OPENSSH PRIVATE KEY";

/** A host's own key, always the same for the same name, in OpenSSH's format. */
export function hostKeyFor(name: string): string {
  const seed = createHash("sha256").update(name).digest();
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: "der", type: "pkcs8" });
  const { x = "" } = createPublicKey(key).export({ format: "jwk" });
  const point = Buffer.from(x, "base64url");
  const publicBlob = Buffer.concat([sized("ssh-ed25519"), sized(point)]);
  // Two equal numbers, by which a reader sees that a passphrase fits; here there is none.
  const check = Buffer.concat([seed.subarray(0, 4), seed.subarray(0, 4)]);
  const secret = Buffer.concat([check, publicBlob, sized(Buffer.concat([seed, point])), sized("")]);
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1));
  const body = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    ...["none", "none", ""].map(sized),
    Buffer.from([0, 0, 0, 1]),
    sized(publicBlob),
    sized(Buffer.concat([secret, padding])),
  ]);
  const lines = body.toString("base64").match(/.{1,70}/g) ?? [];
  const edge = (word: string) => `-----${word} ${FORMAT}-----`;
  return [edge("BEGIN"), ...lines, edge("END"), ""].join("\n");
}

/** A text or bytes, with their length before them. */
function sized(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
