import { expect, test } from "vitest";
import { codes } from "./ended.ts";
import { refuseOldNode } from "./old-node.ts";

test("a Node that could not follow what it begins is refused before anything begins", () => {
  for (const version of ["22.0.0", "24.21.0", "100.1.0"])
    expect(() => {
      refuseOldNode(version);
    }).not.toThrow();
  expect(() => {
    refuseOldNode("20.20.2");
  }).toThrow(
    expect.objectContaining({ exit: codes.version, message: expect.stringContaining("Node 22") as string }),
  );
});
