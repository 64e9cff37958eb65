import { fileURLToPath } from "node:url";
import type { CodegenConfig } from "@graphql-codegen/cli";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const config: CodegenConfig = {
  schema: here("../schema.graphql"),
  documents: [here("src/operations/*.graphql")],
  generates: {
    [here("src/gql/")]: {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        // As text, so that nobody who only asks has to carry a parser of the language.
        documentMode: "string",
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
