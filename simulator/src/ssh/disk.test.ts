import { expect, test } from "vitest";
import { Disk } from "./disk.ts";

const anew = { anew: true, mode: 0o600, now: 0 };

test("it takes so much and no more, whichever file it is in, and has room again for what was removed", () => {
  const disk = new Disk(["/data"], 0, 100);
  const first = disk.openToWrite("/data/a", anew);
  disk.write(first, 20, Buffer.alloc(40, 1));
  expect(first).toMatchObject({ size: 60, mode: 0o600 });
  expect(first.data.subarray(18, 22)).toEqual(Buffer.from([0, 0, 1, 1]));
  const second = disk.openToWrite("/data/b", anew);
  expect(() => disk.write(second, 0, Buffer.alloc(41))).toThrow("full");
  expect(() => disk.write(second, 2 ** 52, Buffer.alloc(1))).toThrow("full");
  disk.remove("/data/a");
  disk.write(second, 0, Buffer.alloc(100));
  disk.openToWrite("/data/b", anew);
  disk.write(second, 0, Buffer.alloc(100));
  expect(disk.namesIn("/data")).toEqual(["b"]);
});

test("a folder is no file, a file no folder, and nothing stands in what is not there", () => {
  const disk = new Disk(["/data"], 0);
  disk.makeFolder("/data/runs", 0);
  disk.openToWrite("/data/runs/a", anew);
  expect(() => disk.openToWrite("/data/runs", anew)).toThrow("a folder");
  expect(() => disk.openToWrite("/data/runs/a/b", anew)).toThrow("no folder");
  expect(() => disk.openToWrite("/nowhere/a", anew)).toThrow("missing");
  expect(() => disk.remove("/data/runs")).toThrow("there already");
  expect(disk.namesIn("/")).toEqual(["data"]);
});
