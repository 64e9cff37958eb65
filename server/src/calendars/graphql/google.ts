import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver } from "type-graphql";
import { BestWindowsAnswer, BestWindowsInput } from "../../forecasts/graphql/index.ts";
import { findBestWindows } from "../../forecasts/index.ts";
import { Access } from "../../graphql/access.ts";
import type { GraphContext } from "../../graphql/context.ts";
import { answer, InvalidInputType, NotFoundType, resultUnion } from "../../graphql/refusals.ts";
import { scopes } from "../../platform/google/google.ts";
import { listAvoided } from "../avoided.ts";
import { beginConnecting, disconnect } from "../connect.ts";
import { listComputeEvents } from "../own-events.ts";
import { type ConnectionRow, countMirrors, findConnection, listProposals } from "../store/connections.ts";
import { changeWishes, dismissProposal } from "../wishes.ts";
import {
  CalendarProposalType,
  ChangeGoogleCalendarInput,
  ComputeEventType,
  ConnectGoogleCalendarInput,
  ConsentNeededType,
  GoogleCalendar,
  GoogleConsent,
  NotOfferedType,
} from "./google-types.ts";
import { CalendarSettings } from "./types.ts";

const ConnectGoogleCalendarResult = resultUnion(
  "ConnectGoogleCalendarResult",
  GoogleConsent,
  NotOfferedType,
  InvalidInputType,
);
const DisconnectGoogleCalendarResult = resultUnion(
  "DisconnectGoogleCalendarResult",
  GoogleCalendar,
  NotFoundType,
);
const ChangeGoogleCalendarResult = resultUnion(
  "ChangeGoogleCalendarResult",
  GoogleCalendar,
  ConsentNeededType,
  NotFoundType,
  InvalidInputType,
);
const DismissCalendarProposalResult = resultUnion(
  "DismissCalendarProposalResult",
  CalendarProposalType,
  NotFoundType,
);

@Resolver(() => CalendarSettings)
export class GoogleCalendarResolver {
  @FieldResolver(() => GoogleCalendar)
  google(@Ctx() ctx: GraphContext): Promise<GoogleCalendar> {
    return readGoogle(ctx);
  }

  @Access("calendars.read")
  @Query(() => [ComputeEventType], {
    description: "Events of the viewer's own calendar that mean a GPU, the next first: 50 at most.",
  })
  computeEvents(@Ctx() ctx: GraphContext): Promise<ComputeEventType[]> {
    return listComputeEvents(ctx);
  }

  @Access("calendars.read")
  @Query(() => BestWindowsAnswer, {
    description: "The best windows that keep clear of the viewer's meetings and nights, as they wished.",
  })
  calendarBestWindows(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => BestWindowsInput) input: BestWindowsInput,
    @Arg("first", () => Int, { defaultValue: 5, description: "At most ten." }) first: number,
  ) {
    const { gpu, gpuCount, durationHours, regions, providers, maxRisk } = input;
    const { earliestAt: earliest, deadlineAt: deadline } = input;
    const asked = { gpu, gpuCount, durationHours, regions, providers, maxRisk, earliest, deadline, first };
    return answer(listAvoided(ctx).then((avoid) => findBestWindows(ctx, { ...asked, avoid })));
  }

  @Access("calendars.write")
  @Mutation(() => ConnectGoogleCalendarResult)
  connectGoogleCalendar(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => ConnectGoogleCalendarInput)
    { readBusy, readEvents, timeZone = null }: ConnectGoogleCalendarInput,
  ) {
    const begun = beginConnecting(ctx, ctx.google, { readBusy, readEvents, timeZone });
    return answer(begun.then((url) => ({ url })));
  }

  @Access("calendars.write")
  @Mutation(() => DisconnectGoogleCalendarResult, {
    description: "Berth forgets its tokens. What stands in the calendar stays there.",
  })
  disconnectGoogleCalendar(@Ctx() ctx: GraphContext) {
    return answer(disconnect(ctx, ctx.google).then(() => readGoogle(ctx)));
  }

  @Access("calendars.write")
  @Mutation(() => ChangeGoogleCalendarResult)
  changeGoogleCalendar(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => ChangeGoogleCalendarInput) input: ChangeGoogleCalendarInput,
  ) {
    const { mirrors, byHand, avoidsMeetings, avoidsNights, compute, windows } = input;
    const changed = changeWishes(ctx, { mirrors, byHand, avoidsMeetings, avoidsNights, compute, windows });
    return answer(changed.then(() => readGoogle(ctx)));
  }

  @Access("calendars.write")
  @Mutation(() => DismissCalendarProposalResult, {
    description: "The booking stays as it is, and the event is put back.",
  })
  dismissCalendarProposal(@Ctx() ctx: GraphContext, @Arg("proposalId", () => ID) proposalId: string) {
    return answer(dismissProposal(ctx, proposalId));
  }
}

async function readGoogle(ctx: GraphContext): Promise<GoogleCalendar> {
  const connection = await findConnection(ctx);
  if (!connection) return Object.assign(new GoogleCalendar(), notConnected(ctx));
  const { there: mirrored, waiting } = await countMirrors(ctx, connection.id);
  const proposals = await listProposals(ctx, connection.id);
  const { state, connectedAt, syncedAt, problem, mirrors, byHand } = connection;
  const { avoidsMeetings, avoidsNights } = connection;
  return Object.assign(new GoogleCalendar(), {
    state,
    connectedAt,
    syncedAt,
    problem,
    mirrored,
    waiting,
    mirrors,
    byHand,
    avoidsMeetings,
    avoidsNights,
    ...rulesOf(connection),
    proposals,
  });
}

const notConnected = ({ google }: GraphContext): GoogleCalendar => ({
  state: google ? "not-connected" : "not-offered",
  connectedAt: null,
  syncedAt: null,
  problem: null,
  mirrored: 0,
  waiting: 0,
  mirrors: "account",
  byHand: "put-back",
  avoidsMeetings: false,
  avoidsNights: false,
  mayReadBusy: false,
  mayReadEvents: false,
  compute: null,
  windows: null,
  proposals: [],
});

function rulesOf(connection: ConnectionRow) {
  const { computeBy: by, computeText: text, computeGpu, computeGpuCount } = connection;
  const { windowsGpu, windowsGpuCount, windowsHours: hours } = connection;
  return {
    mayReadBusy: connection.scopes.includes(scopes.busy),
    mayReadEvents: connection.scopes.includes(scopes.events),
    compute:
      by !== null && text !== null && computeGpu !== null && computeGpuCount !== null
        ? { by, text, gpu: computeGpu, gpuCount: computeGpuCount }
        : null,
    windows:
      windowsGpu !== null && windowsGpuCount !== null && hours !== null
        ? { gpu: windowsGpu, gpuCount: windowsGpuCount, hours }
        : null,
  };
}
