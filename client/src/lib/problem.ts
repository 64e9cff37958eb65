import { CombinedGraphQLErrors, ServerError } from "@apollo/client/errors";

/** Why something could not be shown or done, in words for the one who wanted it. */
export interface Problem {
  title: string;
  detail: string;
  /** What to say when asking about it; the log holds the cause under this id. */
  requestId: string | null;
}

export function problemOf(error: unknown): Problem {
  if (CombinedGraphQLErrors.is(error)) return ofAnswer(error);
  if (ServerError.is(error) && error.statusCode < 500) {
    return problem(
      "The API did not take the request",
      `It answered ${error.statusCode}. Reload the page and try again.`,
    );
  }
  if (error instanceof Error && error.name === "TimeoutError") {
    return problem(
      "The API takes too long",
      "It did not answer within ten seconds. Nothing was changed by looking; try again.",
    );
  }
  if (ServerError.is(error) || isNetwork(error)) {
    return problem(
      "Berth’s API cannot be reached",
      "It may be restarting, or the network is away. Try again in a moment.",
    );
  }
  return problem("This page broke", "It is our fault, not yours. Nothing you did is lost; try again.");
}

/** Every browser, and Node, has its own words for a request that got no answer. */
function isNetwork(error: unknown): boolean {
  return error instanceof TypeError && /fetch|network|load failed/i.test(error.message);
}

function ofAnswer({ errors }: CombinedGraphQLErrors): Problem {
  const [first] = errors;
  const { code, requestId } = first?.extensions ?? {};
  return {
    title: titles[String(code)] ?? "Something went wrong",
    detail: first?.message ?? "The API gave no reason.",
    requestId: typeof requestId === "string" ? requestId : null,
  };
}

const titles: Record<string, string> = {
  FORBIDDEN: "Your role does not allow this",
  RATE_LIMITED: "Too many requests",
  TIMEOUT: "The API takes too long",
  TOO_COMPLEX: "That is too much at once",
  UNAVAILABLE: "Berth cannot reach its database",
};

function problem(title: string, detail: string): Problem {
  return { title, detail, requestId: null };
}
