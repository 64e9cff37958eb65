import { expect, test } from "vitest";
import { publishedManifest } from "./manifest.ts";

const inTheHouse = {
  name: "@berth/thing",
  version: "0.1.0",
  private: true,
  type: "module",
  exports: { ".": "./src/index.ts" },
  scripts: { postinstall: "rm -rf /" },
  dependencies: { graphql: "16.15.0" },
  devDependencies: { vitest: "5.1.0" },
};

test("what is published leads to what was compiled, runs nothing, and shares its libraries", () => {
  expect(publishedManifest(inTheHouse)).toEqual({
    name: "@berth/thing",
    version: "0.1.0",
    type: "module",
    exports: {
      ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
      "./schema.graphql": "./schema.graphql",
    },
    sideEffects: false,
    dependencies: { graphql: "^16.15.0" },
  });
});

test("what is one file asks for nothing to be installed beside it", () => {
  expect(publishedManifest(inTheHouse, { needsNothing: true })).not.toHaveProperty("dependencies");
});
