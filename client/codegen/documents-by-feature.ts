import { preset } from "@graphql-codegen/client-preset";
import { Kind } from "graphql";

type Sections = Awaited<ReturnType<typeof preset.buildGeneratesSection>>;
type Section = Sections[number];
type Plugin = Section["pluginMap"][string];

/**
 * The client preset, with each feature's documents in a file of their own. In one file for all, every page
 * of the console loads and parses what the whole console may ever ask. Types stay together: they cost a
 * reader nothing.
 */
export const documentsByFeature: typeof preset = {
  ...preset,
  async buildGeneratesSection(options) {
    const sections = await preset.buildGeneratesSection(options);
    const types = sections.find(({ filename }) => filename.endsWith("/graphql.ts"));
    const printer = types?.pluginMap["typed-document-node"];
    if (!types || !printer) throw new Error("the client preset prints no documents");

    const { promise: printed, resolve: print } = Promise.withResolvers<string[]>();
    const keepAside: Plugin = {
      ...printer,
      plugin: async (...asked) => {
        const output = await printer.plugin(...asked);
        print((typeof output === "string" ? output : output.content).split("\n"));
        return "";
      },
    };
    types.pluginMap = { ...types.pluginMap, "typed-document-node": keepAside };
    // Who asks imports a document by name; text that is looked up in a map of all is not wanted.
    const rest = sections.filter(({ filename }) => !/\/(gql|index)\.ts$/.test(filename));
    return [...rest, ...sectionsOf(types, options.baseOutputDir, printed)];
  },
};

function sectionsOf(types: Section, folder: string, printed: Promise<string[]>): Sections {
  return [...Map.groupBy(types.documents, ({ location = "" }) => featureOf(location))].map(
    ([feature, documents]) => ({
      ...types,
      filename: `${folder}${feature}.ts`,
      documents: [],
      plugins: [{ add: { content: "/* eslint-disable */" } }, { documents: {} }],
      pluginMap: {
        add: types.pluginMap["add"] ?? {},
        documents: { plugin: async () => moduleOf(await printed, namesIn(documents)) },
      } as Section["pluginMap"],
    }),
  );
}

/** src/features/NAME, or "app" for what pages ask themselves. */
const featureOf = (location: string): string => /\/features\/([^/]+)\//.exec(location)?.[1] ?? "app";

function namesIn(documents: Section["documents"]): Set<string> {
  const definitions = documents.flatMap(({ document }) => document?.definitions ?? []);
  return new Set(
    definitions.flatMap((node) =>
      (node.kind === Kind.FRAGMENT_DEFINITION || node.kind === Kind.OPERATION_DEFINITION) && node.name
        ? [node.name.value]
        : [],
    ),
  );
}

function moduleOf(printed: string[], names: Set<string>): string {
  // The first name in a line is that of what it defines.
  const lines = printed.filter((line) =>
    names.has(/"name":\{"kind":"Name","value":"(\w+)"\}/.exec(line)?.[1] ?? ""),
  );
  if (lines.length !== names.size) throw new Error(`of ${[...names].join(", ")} not all were printed`);
  const types = lines.flatMap((line) => {
    const [, data, variables] = /DocumentNode<(\w+), ?(\w+)>/.exec(line) ?? [];
    return [data, variables].filter((name) => name && name !== "unknown");
  });
  return [
    `import type { TypedDocumentNode as DocumentNode } from "@graphql-typed-document-node/core";`,
    `import type { ${[...new Set(types)].join(", ")} } from "./graphql.ts";`,
    ...lines,
    "",
  ].join("\n");
}
