import { ApolloServer, type ApolloServerOptionsWithGateway, type HTTPGraphQLRequest } from "@apollo/server";
import { ApolloServerPluginCacheControlDisabled } from "@apollo/server/plugin/disabled";
import { ApolloServerPluginLandingPageDisabled } from "@apollo/server/plugin/disabled";
import { ApolloServerPluginUsageReportingDisabled } from "@apollo/server/plugin/disabled";
import { type ExecutionResult, GraphQLError, type GraphQLSchema } from "graphql";
import type { Cost, GraphContext } from "../graphql/context.ts";
import type { Log } from "../platform/log.ts";
import type { Prepared } from "./documents.ts";
import type { Execute } from "./executor.ts";
import { asGraphQLError, speakError } from "./faults.ts";
import { hideSchema } from "./guard.ts";
import { answerType } from "./media-type.ts";
import { type Answered, runOperation } from "./run-operation.ts";
import { limits, ShapeLimits } from "./shape-limits.ts";

export interface HttpContext extends GraphContext {
  cost: Cost;
  /** What the client said that it accepts. */
  accept: string | undefined;
  /** The document that was read, measured and admitted; without one nothing is run. */
  prepared: Prepared | undefined;
  /** Whether an error may tell what the schema has instead. */
  showsSchema: boolean;
}

/**
 * Apollo Server does what it is best at, the protocol of GraphQL over HTTP. It is handed the schema
 * and our executor the way it takes those of a gateway, which is its one door for an executor. An
 * operation that is ready to run does without it: see run-operation.ts.
 */
export class GraphQLOverHttp {
  readonly #apollo: ApolloServer<HttpContext>;

  constructor(schema: GraphQLSchema, execute: Execute, log: Log) {
    const gateway: ApolloServerOptionsWithGateway<HttpContext>["gateway"] = {
      onSchemaLoadOrUpdate(callback) {
        callback({ apiSchema: schema, coreSupergraphSdl: "" });
        return () => {};
      },
      load: async () => ({
        executor: async ({ document, request, operationName, context }) => {
          const variables = request.variables ?? {};
          const asked = { document, operationName, variables };
          const { data, errors, failed } = await runOperation(execute, asked, (context ?? {}) as HttpContext);
          const said = errors?.map(asGraphQLError);
          if (said?.[0] && failed) throw said[0];
          return { ...(data !== undefined && { data }), ...(said && { errors: said }) } as ExecutionResult;
        },
      }),
      stop: async () => {},
    };
    this.#apollo = new ApolloServer<HttpContext>({
      gateway,
      // Who may look at the schema is for the guard to say, over HTTP and WebSocket alike.
      introspection: true,
      csrfPrevention: true,
      allowBatchedHttpRequests: false,
      persistedQueries: false,
      includeStacktraceInErrorResponses: false,
      hideSchemaDetailsFromClientErrors: false,
      validationRules: [ShapeLimits],
      parseOptions: { maxLexicalTokens: limits.tokens },
      stopOnTerminationSignals: false,
      logger: log,
      plugins: [
        // On by default, and wraps every field.
        ApolloServerPluginCacheControlDisabled(),
        ApolloServerPluginLandingPageDisabled(),
        ApolloServerPluginUsageReportingDisabled(),
        {
          requestDidStart: async () => ({
            didResolveOperation: async ({ contextValue }) => {
              if (!contextValue.prepared) throw new Error("an operation came by without being admitted");
            },
            willSendResponse: async ({ response, contextValue }) => {
              if (response.body.kind !== "single") return;
              const single = response.body.singleResult;
              const { type, statusTells } = answerType(contextValue.accept);
              response.http.headers.set("content-type", type);
              if (single.errors) {
                // Such a status comes from variables that do not fit the document.
                if (contextValue.prepared && response.http.status === 400 && !statusTells)
                  response.http.status = 200;
                single.errors = single.errors.slice(0, limits.errors);
                if (!contextValue.showsSchema) single.errors = single.errors.map(hideSchema);
              }
              const { requested, limit } = contextValue.cost;
              single.extensions = { ...single.extensions, cost: { requested, limit } };
            },
          }),
        },
      ],
      // What the executor answered was put into words there, with the request's id at hand; what
      // is left is about the request itself.
      formatError: (formatted, error) => {
        if (error instanceof GraphQLError && error.originalError === undefined) {
          const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
          return { ...formatted, extensions };
        }
        return speakError(error, log, "");
      },
    });
  }

  start(): Promise<void> {
    return this.#apollo.start();
  }

  stop(): Promise<void> {
    return this.#apollo.stop();
  }

  async answer(request: HTTPGraphQLRequest, context: HttpContext): Promise<Answered> {
    const response = await this.#apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: request,
      context: async () => context,
    });
    let body = "";
    if (response.body.kind === "complete") body = response.body.string;
    else for await (const chunk of response.body.asyncIterator) body += chunk;
    return { status: response.status ?? 200, headers: response.headers, body };
  }
}
