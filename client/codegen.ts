import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { CodegenConfig } from "@graphql-codegen/cli";
import { addTypenameSelectionDocumentTransform } from "@graphql-codegen/client-preset";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const config: CodegenConfig = {
  schema: here("../schema.graphql"),
  documents: [here("src/**/*.graphql"), `!${here("src/gql")}/**`],
  generates: {
    [here("src/gql/")]: {
      preset: "client",
      // The cache asks for __typename everywhere, so the text the server knows by hash must too.
      documentTransforms: [addTypenameSelectionDocumentTransform],
      presetConfig: {
        fragmentMasking: { unmaskFunctionName: "readFragment" },
        persistedDocuments: {
          hashAlgorithm: (operation: string) => createHash("sha256").update(operation).digest("hex"),
        },
      },
      config: {
        useTypeImports: true,
        enumType: "string-literal",
        enumsAsTypes: true,
        strictScalars: true,
        importExtension: ".ts",
        scalars: { DateTime: "string", Usd: "string", Cursor: "string" },
      },
    },
  },
};

export default config;
