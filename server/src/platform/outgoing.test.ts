import type { LookupFunction } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Receiver, startReceiver } from "../testing/receiver.ts";
import { AddressRefused, isPublic, makeOutgoing, type OutgoingOptions } from "./outgoing.ts";

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const message = { headers: {}, body: "{}" };

async function post(url: string, options: Partial<OutgoingOptions> = {}): Promise<unknown> {
  const outgoing = makeOutgoing({ allowPrivate: false, patienceMs: 2_000, ...options });
  try {
    return await outgoing.post(url, message);
  } catch (error) {
    return (error as Error).cause ?? error;
  } finally {
    await outgoing.close();
  }
}

test("T19: this machine, its neighbours and what clouds keep for their machines are no addresses to send to", async () => {
  const hosts = [
    ...["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "10.0.0.1", "172.16.0.1"],
    ...[
      "192.168.1.1",
      "169.254.169.254",
      "100.64.0.1",
      "192.0.0.1",
      "198.18.0.1",
      "224.0.0.1",
      "255.255.255.255",
    ],
    ...["[::1]", "[::]", "[fe80::1]", "[fd00::1]", "[fc00::1]", "[ff02::1]", "[::ffff:127.0.0.1]"],
    ...["[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001:db8::1]", "[fd00:ec2::254]"],
  ];
  for (const host of hosts) expect(await post(`https://${host}/`), host).toBeInstanceOf(AddressRefused);
  expect(await post(receiver.url)).toBeInstanceOf(AddressRefused);
  expect(receiver.calls).toEqual([]);
  for (const address of ["8.8.8.8", "2606:4700::1111"]) expect(isPublic(address), address).toBe(true);
});

test("T19: a name is judged by the very addresses that are connected to, and one bad among good ones is enough", async () => {
  const saying =
    (...addresses: string[]): LookupFunction =>
    (_name, _options, answer) =>
      answer(
        null,
        addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      );
  for (const addresses of [["127.0.0.1"], ["::1"], ["93.184.216.34", "10.0.0.7"], []])
    expect(await post("https://rebound.test/", { lookup: saying(...addresses) })).toBeInstanceOf(
      AddressRefused,
    );
  expect(await post("https://localhost/")).toBeInstanceOf(AddressRefused);
});

test("T19: a redirect is an answer like any other, and is not followed", async () => {
  receiver.act = (_request, response) =>
    void response.writeHead(302, { location: `${receiver.url}/elsewhere` }).end();
  expect(await post(receiver.url, { allowPrivate: true })).toMatchObject({ status: 302 });
  expect(receiver.calls).toHaveLength(1);
});

test("G45: who never answers is given up, and who answers without end is not listened to", async () => {
  receiver.act = () => {};
  expect(await post(receiver.url, { allowPrivate: true, patienceMs: 200 })).toMatchObject({
    name: "TimeoutError",
  });
  receiver.act = (_request, response) => {
    response.writeHead(200);
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(16_384)));
    };
    response.on("drain", more);
    more();
  };
  expect(await post(receiver.url, { allowPrivate: true })).toMatchObject({ status: 200 });
});
