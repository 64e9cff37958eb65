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

// What a browser reads as one and the same address can be written in many ways; each of these leads to this machine, to
// its neighbours, to what clouds keep for their machines, or to nobody.
const near = `
  127.0.0.1 127.1 127.0.1 127.0.0.1. 127.255.255.254 2130706433 0x7f000001 0X7F.1 0x7f.0.0.1 017700000001 0177.0.0.1
  0177.0x0.0.01 １２７.０.０.１ ①②⑦.⓪.⓪.① 0.0.0.0 0 0.1.2.3 10.0.0.1 10.255.255.255 012.0.0.1 172.16.0.1 172.31.255.254
  0xac.0x10.0.1 192.168.1.1 192.168.257 3232235777 169.254.169.254 169.254.43518 0xa9fea9fe 2852039166 0251.0376.0251.0376
  100.64.0.1 100.127.255.254 192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1
  255.255.255.255 4294967295
  [::1] [0:0:0:0:0:0:0:1] [::] [fe80::1] [febf::1] [fd00::1] [fc00::1] [fd00:ec2::254] [ff02::1] [ff0e::1]
  [::ffff:127.0.0.1] [::ffff:7f00:1] [::FFFF:10.0.0.1] [::ffff:169.254.169.254] [::ffff:0:127.0.0.1] [::127.0.0.1]
  [::7f00:1] [64:ff9b::7f00:1] [64:ff9b::a9fe:a9fe] [64:ff9b:1::a9fe:a9fe] [2002:7f00:1::] [2001::1] [2001:db8::1]
  [100::1] [fec0::1] [4000::1]`
  .trim()
  .split(/\s+/);

test("T19: this machine, its neighbours and what clouds keep for theirs are refused, however they are written", async () => {
  expect(near.length).toBeGreaterThanOrEqual(60);
  for (const host of near) expect(await post(`https://${host}/`), host).toBeInstanceOf(AddressRefused);
  for (const url of ["http://93.184.216.34/", "ftp://93.184.216.34/", receiver.url])
    expect(await post(url), url).toBeInstanceOf(AddressRefused);
  expect(receiver.calls).toEqual([]);
  for (const address of ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a01:4f8::1"])
    expect(isPublic(address), address).toBe(true);
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
  let location = "";
  receiver.act = (_request, response) => void response.writeHead(302, { location }).end();
  for (location of [`${receiver.url}/elsewhere`, "http://169.254.169.254/latest/meta-data/"])
    expect(await post(receiver.url, { allowPrivate: true })).toMatchObject({ status: 302 });
  expect(receiver.calls).toHaveLength(2);
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
