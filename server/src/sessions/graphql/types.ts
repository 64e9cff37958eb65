import {
  createUnionType,
  Field,
  Float,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { Resync } from "../../graphql/feed.ts";
import { type Edge, PageInfo } from "../../graphql/paging.ts";
import { RefusalType } from "../../graphql/refusals.ts";
import { CursorScalar, DateTime, UsdScalar } from "../../graphql/scalars.ts";
import type { Position } from "../../values/cursor.ts";
import type { Usd } from "../../values/money.ts";
import type { SessionState } from "../rules/lifecycle.ts";
import type { StoragePolicy } from "../rules/saving.ts";
import { StoragePolicyEnum } from "./saving-types.ts";
import type { BilledTo } from "../whose-key.ts";
import { VitalsType } from "./vitals-types.ts";

const SessionStateEnum = {
  REQUESTED: "requested",
  PROVISIONING: "provisioning",
  STARTING: "starting",
  RUNNING: "running",
  STOPPING: "stopping",
  STOPPED: "stopped",
  FAILED: "failed",
} as const satisfies Record<string, SessionState>;
registerEnumType(SessionStateEnum, {
  name: "SessionState",
  description: "How far a session is.",
  valuesConfig: {
    REQUESTED: { description: "It looks for a machine." },
    PROVISIONING: { description: "A machine was asked for, and comes up." },
    STARTING: { description: "It runs, and is being proved to be what was advertised." },
    RUNNING: { description: "It is yours, and costs something from here on." },
    STOPPING: { description: "Its machine is being ended, until it is proven gone." },
    STOPPED: { description: "Its machine is gone, and its price final." },
    FAILED: { description: "No machine could be had. It cost nothing." },
  },
});

const BilledToEnum = { BERTH: "berth", OWN_ACCOUNT: "own-account" } as const satisfies Record<
  string,
  BilledTo
>;
registerEnumType(BilledToEnum, {
  name: "BilledTo",
  description: "To whom a provider sends the bill for a machine.",
  valuesConfig: {
    BERTH: { description: "To Berth: the account pays in credit." },
    OWN_ACCOUNT: {
      description: "To the team's own account there, whose key rented it: no credit is held or spent.",
    },
  },
});
export { BilledToEnum };

const MachineStateEnum = { ASKED: "asked", THERE: "there", ENDING: "ending", OVER: "over" } as const;
registerEnumType(MachineStateEnum, {
  name: "MachineState",
  description: "What is known of a machine at its provider.",
  valuesConfig: {
    ASKED: { description: "It was asked for, and whether it came is not known yet." },
    THERE: { description: "The provider has it." },
    ENDING: { description: "Its end was asked for, and will be until it is proven gone." },
    OVER: { description: "It never came, or is proven gone." },
  },
});

@ObjectType("Machine", { description: "One try to get a session its machine." })
export class MachineType {
  @Field(() => ID)
  id: string;

  @Field(() => Int, { description: "The first is 1." })
  attempt: number;

  @Field(() => ID)
  providerId: string;

  @Field(() => ID, { nullable: true, description: "What the provider calls it." })
  externalId: string | null;

  @Field(() => String, { nullable: true })
  gpuModel: string | null;

  @Field(() => UsdScalar, { nullable: true, description: "All in." })
  pricePerHour: Usd | null;

  @Field(() => MachineStateEnum)
  state: "asked" | "there" | "ending" | "over";

  @Field(() => DateTime)
  askedAt: Date;

  @Field(() => String, { nullable: true, description: "Why it was given up or ended." })
  reason: string | null;

  @Field(() => String, { nullable: true, description: "What the provider, or a look at it, says." })
  detail: string | null;

  @Field(() => DateTime, { nullable: true, description: "When it was proven gone." })
  overAt: Date | null;
}

@ObjectType("SessionEvent", { description: "Something that happened to a session." })
export class SessionEventType {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => String)
  topic: string;

  @Field(() => String, { description: "Who did it." })
  actorName: string;

  @Field(() => String, { description: "One sentence, without the actor." })
  summary: string;
}

@ObjectType("Session", { description: "One rented machine, from the click until its last cent." })
export class SessionType {
  @Field(() => ID)
  id: string;

  @Field(() => SessionStateEnum)
  state: SessionState;

  @Field(() => DateTime)
  stateSince: Date;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => String, { nullable: true, description: "Whom its cost is put down to." })
  consumer: string | null;

  @Field(() => String, {
    description: 'As it was asked for. The machine that it came to may have another, as "machines" says.',
  })
  gpuModel: string;

  @Field(() => Int)
  gpuCount: number;

  @Field(() => Float)
  vramGb: number;

  @Field(() => String, {
    nullable: true,
    description:
      "Where its machine has to be, where that was said: part of a region's name, or a country's letters.",
  })
  region: string | null;

  @Field(() => String)
  image: string;

  @Field(() => Int)
  diskGb: number;

  @Field(() => [Int])
  ports: number[];

  @Field(() => Int, { description: "For so many hours it was asked for, with those added since." })
  hours: number;

  @Field(() => Int, { nullable: true, description: "It ends when nothing has used its GPUs for so long." })
  idleMinutes: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "So long a command may run before its machine is ended; null where nothing is saved.",
  })
  saveMinutes: number | null;

  @Field(() => UsdScalar, { description: "All in, as it was shown at the click." })
  pricePerHour: Usd;

  @Field(() => UsdScalar, { description: "The most that an hour may cost." })
  capPerHour: Usd;

  @Field(() => BilledToEnum, {
    description: "Whose bill it is: settled at the click, and the same ever after.",
  })
  billedTo: BilledTo;

  @Field(() => UsdScalar, {
    description:
      "What was set aside for it. It never costs more; on the team's own bill nothing is set aside.",
  })
  held: Usd;

  @Field(() => Int, { description: "Machines that were tried." })
  attempts: number;

  @Field(() => DateTime, { nullable: true, description: "From when on it costs something." })
  readyAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  endsAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Beyond this it cannot be extended." })
  longestUntil: Date | null;

  @Field(() => Boolean, { description: "Its end was asked for, by somebody or something." })
  isEnding: boolean;

  @Field(() => String, { nullable: true, description: "Why it ended." })
  reason: string | null;

  @Field(() => DateTime, { nullable: true })
  endedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When its agent was heard last." })
  heardAt: Date | null;

  @Field(() => VitalsType, { nullable: true })
  vitals: VitalsType | null;

  @Field(() => String, { description: "The key that was let in." })
  publicKey: string;
}

@ObjectType({ description: "A session in a list." })
export class SessionEdge implements Edge<SessionType> {
  @Field(() => String)
  cursor: string;

  @Field(() => SessionType)
  node: SessionType;
}

@ObjectType({ description: "A page of sessions." })
export class SessionConnection {
  @Field(() => [SessionEdge])
  edges: SessionEdge[];

  @Field(() => [SessionType])
  nodes: SessionType[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;

  @Field(() => CursorScalar, { description: "Where to go on live from." })
  liveCursor: Position;
}

@ObjectType({ description: "A session's cost at one instant: what the ledger has and what has run since." })
export class SessionCost {
  @Field(() => ID)
  sessionId: string;

  @Field(() => UsdScalar)
  cost: Usd;

  @Field(() => UsdScalar, {
    description: "What it costs an hour at this instant; nothing when nothing is billed.",
  })
  ratePerHour: Usd;
}

@ObjectType({ description: "What an account's sessions cost at one instant." })
export class CostTick {
  @Field(() => CursorScalar, { description: "Of its instant: what is told after it is later." })
  cursor: Position;

  @Field(() => DateTime)
  at: Date;

  @Field(() => [SessionCost], { description: "Each session that is not over." })
  sessions: SessionCost[];

  @Field(() => UsdScalar, { description: "All of them together." })
  cost: Usd;

  @Field(() => UsdScalar)
  ratePerHour: Usd;
}

@ObjectType({ description: "A session started: what it is, and once and never again a private key." })
export class SessionStarted {
  @Field(() => SessionType)
  session: SessionType;

  @Field(() => String, {
    nullable: true,
    description:
      "Of a pair made because no public key was sent. It is in this answer alone and kept nowhere.",
  })
  privateKey: string | null;

  @Field(() => Boolean, { description: "It was started before, with this idempotency key." })
  replayed: boolean;
}

@ObjectType({ description: "A session has another key now." })
export class SessionRekeyed {
  @Field(() => SessionType)
  session: SessionType;

  @Field(() => String, { nullable: true, description: "In this answer alone." })
  privateKey: string | null;
}

@ObjectType({ description: "Sessions as they stand, and the place that what follows begins from." })
export class SessionsSnapshot {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => [SessionType], { description: "Those that are not over." })
  sessions: SessionType[];
}

@ObjectType({ description: "Sessions that changed, as they stand now." })
export class SessionsDelta {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => [SessionType])
  changed: SessionType[];
}

export const SessionsUpdate = createUnionType({
  name: "SessionsUpdate",
  types: () => [SessionsSnapshot, SessionsDelta, Resync] as const,
});

@InputType({ description: "A variable of the machine's environment." })
export class EnvInput {
  @Field(() => String)
  name: string;

  @Field(() => String)
  value: string;
}

@InputType({ description: "A machine that would do. The cheapest that is likely to start is taken." })
export class WishInput {
  @Field(() => String)
  gpuModel: string;

  @Field(() => Int, { defaultValue: 1 })
  gpuCount: number;

  @Field(() => String, {
    nullable: true,
    description: "Part of a region's name, or a country's two letters.",
  })
  region?: string | null;
}

@InputType({ description: "What machine, for how long, and what is to run on it." })
export class StartSessionInput {
  @Field(() => ID, {
    nullable: true,
    description:
      "A machine as it is listed; or send a wish. Where it cannot be had, others are tried within the cap: of its GPU first, then with as much memory, then with more.",
  })
  offerId?: string | null;

  @Field(() => WishInput, { nullable: true })
  wish?: WishInput | null;

  @Field(() => String, {
    nullable: true,
    description: "Of an offer that was held: it is rented for the price that was frozen, or less.",
  })
  heldOfferToken?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "How it is to be set up, where nothing else is said here; of the environment by variable.",
  })
  templateId?: string | null;

  @Field(() => Int, { description: "1 to 12." })
  hours: number;

  @Field(() => UsdScalar, {
    nullable: true,
    description:
      "The most an hour may cost, all in: this much is held, and another machine is tried within it. Left out, it is what the offer costs.",
  })
  maxPricePerHour?: Usd | null;

  @Field(() => String, { nullable: true })
  image?: string | null;

  @Field(() => Int, { nullable: true })
  diskGb?: number | null;

  @Field(() => [Int], { nullable: true, description: "TCP ports to be reached from outside, beside SSH." })
  ports?: number[] | null;

  @Field(() => String, { nullable: true, description: "A shell script that runs once the machine is up." })
  onStart?: string | null;

  @Field(() => [EnvInput], { nullable: true })
  env?: EnvInput[] | null;

  @Field(() => String, {
    nullable: true,
    description: "Yours, in one line. Left out, a pair is made for you.",
  })
  publicKey?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Whom the cost is put down to: an app, a person, a job.",
  })
  consumer?: string | null;

  @Field(() => Int, { nullable: true, description: "End it when nothing has used its GPUs for so long." })
  idleMinutes?: number | null;

  @Field(() => StoragePolicyEnum, {
    nullable: true,
    description: "Left out, it is SAVE where a command is given, and otherwise DISCARD.",
  })
  storagePolicy?: StoragePolicy | null;

  @Field(() => String, {
    nullable: true,
    description: "A shell command that is run before the machine is ended.",
  })
  saveCommand?: string | null;

  @Field(() => Int, { nullable: true, description: "So long it may take: 1 to 30, usually 10." })
  saveMinutes?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Where its machine has to be, also when another is tried: part of a region's name, or a country's two letters.",
  })
  region?: string | null;
}

@ObjectType("NoSuchMachine", {
  implements: RefusalType,
  description: "Nothing that is listed would do for what may be paid.",
})
export class NoSuchMachineType extends RefusalType {
  @Field(() => UsdScalar, {
    nullable: true,
    description: "What one would cost an hour, all in, where there is one.",
  })
  pricePerHour: Usd | null;
}

@ObjectType("TooManySessions", {
  implements: RefusalType,
  description: "The account has as many sessions as it may.",
})
export class TooManySessionsType extends RefusalType {
  @Field(() => Int)
  most: number;
}

@ObjectType("StartsBlocked", {
  implements: RefusalType,
  description: "A budget keeps more from beginning until its period ends, or it is changed.",
})
export class StartsBlockedType extends RefusalType {
  @Field(() => ID, { description: "The id of the budget." })
  blockedBy: string;

  @Field(() => DateTime)
  until: Date;
}

@ObjectType("ApprovalRequired", {
  implements: RefusalType,
  description:
    "A budget wants to be asked first: this is kept, and begins as soon as somebody who may has approved of it.",
})
export class ApprovalRequiredType extends RefusalType {
  @Field(() => ID)
  requestId: string;

  @Field(() => String, { description: "pending, or what became of it." })
  state: string;

  @Field(() => DateTime, { description: "So long it is kept." })
  until: Date;
}

@ObjectType("SessionIsOver", {
  implements: RefusalType,
  description: "It is not running, or on its way out.",
})
export class SessionIsOverType extends RefusalType {
  @Field(() => String)
  state: string;
}

@ObjectType("BeyondLongest", {
  implements: RefusalType,
  description: "Nothing is kept for longer than twelve hours.",
})
export class BeyondLongestType extends RefusalType {
  @Field(() => DateTime)
  longestUntil: Date;
}
