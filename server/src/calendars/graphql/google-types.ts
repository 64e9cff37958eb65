import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { RefusalType } from "../../graphql/refusals.ts";
import { DateTime, UsdScalar } from "../../graphql/scalars.ts";
import type { Usd } from "../../values/money.ts";
import type { ByHand } from "../rules/by-hand.ts";
import type { ComputeBy } from "../rules/compute.ts";
import { CalendarWindows, CalendarWindowsInput } from "./types.ts";

const GoogleCalendarStateEnum = {
  NOT_OFFERED: "not-offered",
  NOT_CONNECTED: "not-connected",
  CONNECTED: "connected",
  RECONNECT: "reconnect",
} as const;
export type GoogleCalendarState = (typeof GoogleCalendarStateEnum)[keyof typeof GoogleCalendarStateEnum];
registerEnumType(GoogleCalendarStateEnum, {
  name: "GoogleCalendarState",
  valuesConfig: {
    NOT_OFFERED: { description: "Who runs this Berth has not made it known to Google." },
    NOT_CONNECTED: { description: "The viewer has connected none." },
    CONNECTED: { description: "What is booked is mirrored there." },
    RECONNECT: { description: "The consent was taken back or ran out: connect it again." },
  },
});

const CalendarByHandEnum = { PUT_BACK: "put-back", ASK: "ask" } as const;
registerEnumType(CalendarByHandEnum, {
  name: "CalendarByHand",
  description: "What is done about an event that somebody moved or deleted by hand.",
  valuesConfig: {
    PUT_BACK: { description: "It is put back." },
    ASK: { description: "The viewer is asked whether the booking shall follow. It never does by itself." },
  },
});

const CalendarMirrorsEnum = { ACCOUNT: "account", OWN: "own" } as const;
registerEnumType(CalendarMirrorsEnum, {
  name: "CalendarMirrors",
  description: "Whose bookings are mirrored.",
});

const ComputeByEnum = { TAG: "tag", TITLE: "title" } as const;
registerEnumType(ComputeByEnum, {
  name: "ComputeBy",
  valuesConfig: {
    TAG: { description: "One whole word of an event's title, such as #compute." },
    TITLE: { description: "The whole title." },
  },
});

const ProposalKindEnum = { MOVE: "move", CANCEL: "cancel" } as const;
registerEnumType(ProposalKindEnum, { name: "CalendarProposalKind" });

@ObjectType({ description: "Which events of the viewer's own calendar mean that a GPU is needed." })
export class ComputeRuleType {
  @Field(() => ComputeByEnum)
  by: ComputeBy;

  @Field(() => String)
  text: string;

  @Field(() => String)
  gpu: string;

  @Field(() => Int)
  gpuCount: number;
}

@InputType()
export class ComputeRuleInput implements ComputeRuleType {
  @Field(() => ComputeByEnum)
  by: ComputeBy;

  @Field(() => String)
  text: string;

  @Field(() => String)
  gpu: string;

  @Field(() => Int, { defaultValue: 1 })
  gpuCount: number;
}

@ObjectType("CalendarProposal", {
  description: "What the viewer did to an event by hand, and whether the booking shall follow.",
})
export class CalendarProposalType {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  reservationId: string;

  @Field(() => ProposalKindEnum)
  kind: "move" | "cancel";

  @Field(() => DateTime, { nullable: true })
  startsAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  endsAt: Date | null;

  @Field(() => DateTime)
  createdAt: Date;
}

@ObjectType({ description: "The viewer's Google Calendar, into which what the account booked is mirrored." })
export class GoogleCalendar {
  @Field(() => GoogleCalendarStateEnum)
  state: GoogleCalendarState;

  @Field(() => DateTime, { nullable: true })
  connectedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When all was as it should be there." })
  syncedAt: Date | null;

  @Field(() => String, { nullable: true, description: "What went wrong at the last try." })
  problem: string | null;

  @Field(() => Int, { description: "Events that stand there." })
  mirrored: number;

  @Field(() => Int, { description: "Events that are yet to be written." })
  waiting: number;

  @Field(() => CalendarMirrorsEnum)
  mirrors: "account" | "own";

  @Field(() => CalendarByHandEnum)
  byHand: ByHand;

  @Field(() => Boolean, { description: "Whether best windows keep clear of the viewer's meetings." })
  avoidsMeetings: boolean;

  @Field(() => Boolean, { description: "From ten in the evening to seven in the morning." })
  avoidsNights: boolean;

  @Field(() => Boolean, { description: "Whether Google was allowed to say when the viewer is busy." })
  mayReadBusy: boolean;

  @Field(() => Boolean, { description: "Whether Google was allowed to show the viewer's own events." })
  mayReadEvents: boolean;

  @Field(() => ComputeRuleType, { nullable: true })
  compute: ComputeRuleType | null;

  @Field(() => CalendarWindows, { nullable: true, description: "Whose cheapest windows are mirrored, too." })
  windows: CalendarWindows | null;

  @Field(() => [CalendarProposalType], { description: "What the viewer is asked about, the oldest first." })
  proposals: CalendarProposalType[];
}

@InputType({ description: "What is left out stays; null takes the rule or the windows away." })
export class ChangeGoogleCalendarInput {
  @Field(() => CalendarMirrorsEnum, { nullable: true })
  mirrors?: "account" | "own" | null;

  @Field(() => CalendarByHandEnum, { nullable: true })
  byHand?: ByHand | null;

  @Field(() => Boolean, { nullable: true })
  avoidsMeetings?: boolean | null;

  @Field(() => Boolean, { nullable: true })
  avoidsNights?: boolean | null;

  @Field(() => ComputeRuleInput, { nullable: true })
  compute?: ComputeRuleInput | null;

  @Field(() => CalendarWindowsInput, { nullable: true })
  windows?: CalendarWindowsInput | null;
}

@InputType({ description: "What Google is asked for beside a calendar of Berth's own." })
export class ConnectGoogleCalendarInput {
  @Field(() => Boolean, { defaultValue: false, description: "When the viewer is busy." })
  readBusy: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "What stands in calendars that the viewer owns.",
  })
  readEvents: boolean;

  @Field(() => String, { nullable: true, description: "Such as Europe/Berlin." })
  timeZone?: string | null;
}

@ObjectType({
  description: "Where Google asks for consent. It is good for this session, once, for 15 minutes.",
})
export class GoogleConsent {
  @Field(() => String)
  url: string;
}

@ObjectType("NotOffered", {
  implements: RefusalType,
  description: "Who runs this Berth has not made it known to Google.",
})
export class NotOfferedType extends RefusalType {}

@ObjectType("ConsentNeeded", {
  implements: RefusalType,
  description: "Google has to be asked first: connect again with these.",
})
export class ConsentNeededType extends RefusalType {
  @Field(() => Boolean)
  readBusy: boolean;

  @Field(() => Boolean)
  readEvents: boolean;
}

@ObjectType({ description: "Another start that is cheaper." })
class CheaperStart {
  @Field(() => DateTime)
  startsAt: Date;

  @Field(() => UsdScalar)
  expected: Usd;

  @Field(() => UsdScalar)
  saving: Usd;
}

@ObjectType("ComputeEvent", {
  description: "An event of the viewer's own calendar that means a GPU, and what that costs.",
})
export class ComputeEventType {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  title: string;

  @Field(() => DateTime)
  startsAt: Date;

  @Field(() => DateTime)
  endsAt: Date;

  @Field(() => String)
  gpu: string;

  @Field(() => Int)
  gpuCount: number;

  @Field(() => UsdScalar, {
    nullable: true,
    description: "When it stands there; null where nothing can be foretold.",
  })
  expected: Usd | null;

  @Field(() => UsdScalar, { nullable: true, description: "If prices stay as they are now." })
  atPricesNow: Usd | null;

  @Field(() => CheaperStart, { nullable: true })
  cheaper: CheaperStart | null;
}
