import ssh2 from "ssh2";
import { expect, test } from "vitest";
import { makeKeyPair } from "./shell.ts";

test("every pair of keys that is made opens: of a thousand, some would begin with a zero", () => {
  for (let made = 0; made < 1_000; made++) {
    const { privateKey, publicKey } = makeKeyPair("berth");
    const key = ssh2.utils.parseKey(privateKey);
    if (key instanceof Error) throw key;
    expect(publicKey.split(" ")[1]).toBe(key.getPublicSSH().toString("base64"));
  }
});
