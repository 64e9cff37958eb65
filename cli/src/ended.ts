import { CommanderError } from "commander";
import { BerthFault, type Refused } from "@berth/client-sdk";

// How a command ends: one sentence that says what to do, and a code that a script can go by.

export const codes = {
  done: 0,
  /** Something is wrong on our side. */
  fault: 1,
  /** What was typed makes no sense, or is no value that can be used. */
  usage: 2,
  /** Understood, and refused: not enough credit, taken, over. */
  refused: 3,
  /** Not signed in, or not allowed. */
  access: 4,
  notFound: 5,
  /** The server is away, slow, or asks to come back later. */
  away: 6,
  /** The server and this program are too far apart in age. */
  version: 7,
  /** The person was asked, and said no. */
  declined: 8,
  interrupted: 130,
} as const;

export class Ended extends Error {
  override readonly name = "Ended";
  readonly exit: number;
  /** A word for scripts: the API's, or the refusal's type. */
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(
    exit: keyof typeof codes,
    sentence: string,
    more: { code?: string; facts?: Record<string, unknown> } = {},
  ) {
    super(sentence);
    this.exit = codes[exit];
    this.code = more.code ?? exit.toUpperCase();
    this.facts = more.facts ?? {};
  }
}

export function refused(refusal: Refused): Ended {
  const { __typename: type, message, ...facts } = refusal as Refused & Record<string, unknown>;
  const exit =
    type === "NotFound"
      ? "notFound"
      : type === "InvalidInput" || type === "UnknownGpu" || type === "SearchNotUnderstood"
        ? "usage"
        : type === "NotAllowed"
          ? "access"
          : "refused";
  return new Ended(exit, withHint(message, facts), { code: type, facts });
}

/** Anything that was thrown, as an ending. */
export function endingOf(error: unknown, server: string, version: string): Ended {
  if (error instanceof Ended) return error;
  if (error instanceof BerthFault) return ofFault(error, server, version);
  if (error instanceof CommanderError) return ofLine(error);
  if (error instanceof Error && error.name === "AbortError") return new Ended("interrupted", "Interrupted.");
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  if (error instanceof Error && code && path)
    return new Ended("usage", `${path} cannot be used: ${plain[code] ?? code}.`, { code });
  const what = error instanceof Error ? error.message : String(error);
  return new Ended("fault", `berth ${version} has a fault of its own: ${what}. Please tell us.`, {
    code: "CLIENT_FAULT",
  });
}

/** Such as commander.missingArgument: “error: missing required argument 'session'”. */
function ofLine({ code, message }: CommanderError): Ended {
  const word = code.replace("commander.", "").replace(/[A-Z]/g, "_$&").toUpperCase();
  const sentence =
    word === "HELP"
      ? "No command was named. `berth help` says which there are."
      : message.replace(/^error: /, "").replaceAll("\n", " ");
  return new Ended("usage", sentence, { code: word });
}

const plain: Record<string, string> = {
  EACCES: "you may not read or write it",
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  ENOSPC: "the disk is full",
  EROFS: "it cannot be written to",
};

function ofFault(fault: BerthFault, server: string, version: string): Ended {
  const { code, message, facts } = fault;
  const more = { code, facts: { ...facts } };
  switch (code) {
    case "UNAUTHENTICATED":
      return new Ended(
        "access",
        "The server does not know this key: it was revoked, has expired, or is mistyped. " +
          "Make one in the console under Settings, Keys, then run `berth login`.",
        more,
      );
    case "FORBIDDEN":
      return new Ended("access", message, more);
    case "BAD_USER_INPUT":
    case "TOO_COMPLEX":
      return new Ended("usage", withHint(message, facts), more);
    case "GRAPHQL_VALIDATION_FAILED":
    case "GRAPHQL_PARSE_FAILED":
      return new Ended(
        "version",
        `berth ${version} and the server at ${server} are too far apart in age to understand each other. ` +
          "Update whichever is older; `berth doctor` says more.",
        { ...more, facts: { ...facts, said: message } },
      );
    case "NOT_BERTH":
      return new Ended(
        "away",
        `${message} If that is the wrong address, run \`berth config set server URL\`.`,
        more,
      );
    case "UNREACHABLE":
      return new Ended(
        "away",
        `Berth at ${server} cannot be reached. It may be restarting, or the network is away; ` +
          "try again, or see `berth doctor`.",
        more,
      );
    case "TOO_SLOW":
      return new Ended(
        "away",
        `Berth at ${server} did not answer in time. Try again; what spends is not done twice.`,
        more,
      );
    case "RATE_LIMITED":
    case "TIMEOUT":
    case "UNAVAILABLE":
      return new Ended("away", message, more);
    default:
      return new Ended("fault", message, more);
  }
}

/** What was probably meant, where that was said. */
function withHint(message: string, facts: Readonly<Record<string, unknown>>): string {
  const meant = facts["meant"] ?? facts["nearest"] ?? facts["known"];
  if (!Array.isArray(meant) || meant.length === 0) return message;
  const words = meant.filter((word): word is string => typeof word === "string");
  return words.every((word) => message.includes(word))
    ? message
    : `${message.replace(/\.$/, "")}. Did you mean ${words.join(", ")}?`;
}
