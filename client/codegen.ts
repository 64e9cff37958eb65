import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { CodegenConfig } from "@graphql-codegen/cli";
import { isAbstractType, type GraphQLSchema } from "graphql";
import { addTypenameSelectionDocumentTransform } from "@graphql-codegen/client-preset";
import { documentsByFeature } from "./codegen/documents-by-feature.ts";

type Output = Exclude<CodegenConfig["generates"][string], unknown[]>;
type Preset = Exclude<NonNullable<Output["preset"]>, string>;

// The cache matches `... on Refusal` only if it knows which types are refusals.
const possibleTypes: Preset = {
  buildGeneratesSection: ({ baseOutputDir: filename, schema, documents, config, schemaAst }) => [
    {
      filename,
      schema,
      documents,
      config,
      ...(schemaAst && { schemaAst }),
      plugins: [{ "possible-types": {} }],
      pluginMap: { "possible-types": { plugin: (schema) => namePossibleTypes(schema) } },
    },
  ],
};

function namePossibleTypes(schema: GraphQLSchema): string {
  const known: Record<string, string[]> = {};
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) known[type.name] = schema.getPossibleTypes(type).map(({ name }) => name);
  }
  return `export const possibleTypes = ${JSON.stringify(known, null, 2)};\n`;
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const config: CodegenConfig = {
  schema: here("../schema.graphql"),
  documents: [here("src/**/*.graphql"), `!${here("src/gql")}/**`],
  generates: {
    [here("src/gql/possible-types.ts")]: { preset: possibleTypes },
    [here("src/gql/")]: {
      preset: documentsByFeature,
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
