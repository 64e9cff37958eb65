import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLOutputType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApiKey } from "./accounts/create-api-key.ts";
import { inviteMember } from "./accounts/invite-member.ts";
import { setProviderKey } from "./accounts/provider-keys.ts";
import { renameAccount } from "./accounts/rename-account.ts";
import { sendTest } from "./alerts/send-again.ts";
import { createChannel } from "./alerts/set.ts";
import type { RootFieldExtensions } from "./graphql/access.ts";
import { createFeed } from "./calendars/feeds.ts";
import { createPlannedUse } from "./budgets/planned-use.ts";
import { createBudget } from "./budgets/set.ts";
import { scheduleFlexibleJob } from "./forecasts/schedule-flexible-job.ts";
import { createPriceWatch } from "./offers/create-price-watch.ts";
import { holdOffer } from "./offers/hold-offer.ts";
import { changePlan } from "./accounts/index.ts";
import { createReservation } from "./reservations/create.ts";
import { joinWaitlist } from "./reservations/waitlist.ts";
import { createWallLink } from "./savings/wall-links.ts";
import { buildSchema } from "./schema.ts";
import { startSession } from "./sessions/index.ts";
import { saveTemplate } from "./sessions/templates.ts";
import { key } from "./testing/actors.ts";
import { Frames, startTestApi, type TestApi } from "./testing/api.ts";
import { listed } from "./testing/listed.ts";
import { give } from "./testing/ledger.ts";
import { list } from "./testing/market.ts";
import { addPool, inHours, totalOf } from "./testing/pools.ts";
import { addMember, addPerson, signIn } from "./testing/team.ts";
import { makeWorld, type World } from "./testing/world.ts";
import type { Person } from "./values/actor.ts";
import { parseUsd } from "./values/money.ts";
import { encodeCursor } from "./values/cursor.ts";
import { usd } from "./values/money.ts";
import { may } from "./values/permission.ts";

// Everything that can be asked, asked by those who may not. The list of questions is held against
// the schema, so that a new field cannot be forgotten here.

const schema = buildSchema();
let world: World;
let api: TestApi;
let ada: Person;
let eve: Person;
let questions: Record<string, string>;
/** Whatever names Ada's account or what is in it: none of it may reach anybody else. */
let canaries: string[];

beforeAll(async () => {
  world = await makeWorld({ pool: 6 });
  ada = await addPerson(world, "Ada");
  const vera = await addMember(world, ada, "Vera", "viewer");
  eve = await addPerson(world, "Eve");
  await signIn(world, ada);
  await renameAccount(world.ctx(ada), { name: "Canary Analytics" });
  await inviteMember(world.ctx(ada), { email: "canary-guest@example.com", role: "member" });
  await createApiKey(world.ctx(ada), { name: "canary key", scopes: ["read"] });
  await setProviderKey(world.ctx(ada), { providerId: "vast", key: "canary-key-at-vast-Zq9x" });
  await list(world, [listed("1")]);

  const lot = await give(world, ada.accountId, parseUsd("123.456789"), { reason: "canary credit" });

  const { sql } = world.database;
  const idOf = async (rows: Promise<readonly Record<string, unknown>[]>) => String((await rows)[0]?.["id"]);
  const member = await idOf(
    sql`select id from members where user_id = ${vera.userId} and account_id = ${ada.accountId}`,
  );
  const invitation = await idOf(sql`select id from invitations where account_id = ${ada.accountId}`);
  const apiKey = await idOf(sql`select id from api_keys where account_id = ${ada.accountId}`);
  const offer = await idOf(sql`select id from offers`);
  const held = await holdOffer(world.ctx(ada), { offerId: offer, minutes: 5 }, "Ada's own key");
  const heldOffer = held.reply.heldOffer.id;
  const { session } = await startSession(world.ctx(ada), {
    offerId: offer,
    hours: 1,
    consumer: "canary job",
  });
  const { id: template } = await saveTemplate(world.ctx(ada), {
    name: "canary set-up",
    onStart: "echo canary",
  });
  const { id: priceWatch } = await createPriceWatch(world.ctx(ada), {
    gpu: "RTX 4090",
    gpuCount: 7,
    kind: "on_demand",
    pricePerGpuHour: usd(1),
  });
  for (const { accountId } of [ada, eve]) await changePlan(world.ctx(), accountId, "team");
  const pool = await addPool(world);
  const soon = { startsAt: inHours(world, 48), endsAt: inHours(world, 50) };
  const { reply: booked } = await createReservation(
    world.ctx(ada),
    {
      wanted: { poolId: pool.id, gpus: 1, ...soon, label: "canary booking" },
      expectedTotal: await totalOf(world, pool.id, 1, soon),
    },
    "Ada's own booking",
  );
  const wait = await joinWaitlist(world.ctx(ada), { poolId: pool.id, gpus: 8, ...soon }, usd(100));
  const [reservation, at] = [
    booked.id,
    `startsAt: "${soon.startsAt.toISOString()}", endsAt: "${soon.endsAt.toISOString()}"`,
  ];
  const scheduled = await scheduleFlexibleJob(
    world.ctx(ada),
    {
      gpu: "RTX 4090",
      gpuCount: 1,
      hours: 2,
      deadline: new Date(world.clock.now().getTime() + 40 * 3_600_000),
      budget: usd(3),
      consumer: "canary order",
    },
    "Ada's standing order",
  );
  const flexibleJob = scheduled.reply.id;
  const { id: budget } = await createBudget(world.ctx(ada), {
    name: "canary budget",
    scope: "consumer",
    scopeValue: "canary job",
    period: "month",
    timeZone: "UTC",
    limit: usd(77),
  });
  const { channel } = await createChannel(world.ctx(ada), {
    means: "email",
    name: "canary channel",
    address: ada.email,
    kinds: ["session-failed"],
    anyHost: false,
  });
  const alert = (await sendTest(world.ctx(ada), channel.id)).id;
  const { feed: calendarFeed } = await createFeed(world.ctx(ada), {
    name: "canary feed",
    scope: "account",
    timeZone: "UTC",
  });
  const { id: plan } = await createPlannedUse(world.ctx(ada), {
    name: "canary plan",
    gpu: "H100",
    gpuCount: 1,
    hoursPerDay: 2,
    line: usd(5),
  });
  const wall = (await createWallLink(world.ctx(ada), { name: "canary wall", cloud: "aws" })).link.id;
  const request = world.ctx().newId("srq");
  await world.database.sql`
    insert into start_requests (id, account_id, kind, said, consumer, most, blocked_by, asked_by, asked_by_name, asked_at,
      lapses_at, key_hash, sealed, state)
    values (${request}, ${ada.accountId}, 'session', 'canary start', 'canary asker', 1, ${budget}, ${ada.userId}, 'Ada',
      now(), now() + interval '10 years', 'hash', 'sealed', 'pending')`;
  const [happened] = await world.database
    .sql`select xid::text, id::text from events where subject = ${channel.id}`;
  const event = encodeCursor({
    xid: BigInt(String(happened?.["xid"])),
    id: BigInt(String(happened?.["id"])),
  });
  canaries = [
    request,
    "canary start",
    wall,
    "canary wall",
    plan,
    "canary plan",
    "canary asker",
    calendarFeed.id,
    "canary feed",
    channel.id,
    "canary channel",
    alert,
    budget,
    "canary budget",
    flexibleJob,
    "canary order",
    ada.accountId,
    ada.userId,
    ada.signInId,
    ada.email,
    vera.userId,
    vera.email,
    member,
    invitation,
    apiKey,
    template,
    "canary set-up",
    priceWatch,
    "Canary Analytics",
    "canary-guest",
    "canary key",
    heldOffer,
    held.reply.token,
    lot.id,
    "canary credit",
    "canary-key-at-vast",
    "Zq9x",
    "123.456789",
    booked.id,
    wait.id,
    "canary booking",
    session.id,
    session.publicKey,
    "canary job",
  ];
  questions = {
    "Query.viewer": "viewer { actions user { id } accounts { id name } signIns { id } invitations { id } }",
    "Query.account":
      "account { id name members { id } invitations { id } apiKeys { id hint } providerKeys { providerId hint machines lastLook { listed } setBy { id } } }",
    "Query.event": `event(id: "${event}") { id summary subject session { id } reservation { id } }`,
    "Query.activity": "activity { nodes { id summary actorName subject } liveCursor }",
    "Query.offers": "offers { totalCount nodes { id } }",
    "Query.heldOffers": "heldOffers { id offer { id } }",
    "Query.offerSearchExplained": 'offerSearchExplained(text: "h100 x8") { matchingCount }',
    "Query.parseOfferSearch": 'parseOfferSearch(text: "h100 x8") { __typename }',
    "Query.offer": `offer(id: "${offer}") { id }`,
    "Query.providers": "providers { id offerCount }",
    "Query.credits": "credits { available held pending }",
    "Query.creditsCourse":
      'creditsCourse(from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z") { available }',
    "Query.creditLots": "creditLots { nodes { id reason available } }",
    "Query.statement": "statement { nodes { id note actorName } closing { available } liveCursor }",
    "Query.sessions": "sessions { nodes { id consumer machines { id } events { summary } } liveCursor }",
    "Query.sandbox": "sandbox { now aheadSeconds }",
    "Mutation.moveSandboxClock": 'moveSandboxClock(to: "2026-11-21T00:00:00Z") { __typename }',
    "Query.sessionTemplates": "sessionTemplates { id savedBy onStart }",
    "Mutation.saveSessionTemplate":
      'saveSessionTemplate(input: { name: "Training", onStart: "true" }) { __typename }',
    "Mutation.removeSessionTemplate": `removeSessionTemplate(templateId: "${template}") { __typename }`,
    "Query.session": `session(id: "${session.id}") { id consumer publicKey sshCommand }`,
    "Query.pools": "pools { id rules { id } }",
    "Query.pool": `pool(id: "${pool.id}") { id }`,
    "Query.availability":
      'availability(from: "2026-11-01T00:00:00Z", to: "2026-11-02T00:00:00Z") { pools { free } }',
    "Query.reservations": "reservations { nodes { id label sessions { id } } liveCursor }",
    "Query.reservationsBetween":
      'reservationsBetween(from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z") { id label }',
    "Query.reservation": `reservation(id: "${reservation}") { id label }`,
    "Query.reservationPrice": `reservationPrice(poolId: "${pool.id}", gpus: 1, ${at}) { __typename }`,
    "Query.extensionPrice": `extensionPrice(reservationId: "${reservation}", endsAt: "${inHours(world, 51).toISOString()}") { __typename }`,
    "Query.movePrice": `movePrice(reservationId: "${reservation}", ${at}) { __typename }`,
    "Query.handBackPrice": `handBackPrice(reservationId: "${reservation}") { __typename }`,
    "Mutation.quoteReservation": `quoteReservation(input: { poolId: "${pool.id}", gpus: 1, ${at} }) { __typename }`,
    "Mutation.releaseQuote": `releaseQuote(quoteId: "${reservation}") { __typename }`,
    "Mutation.createReservation": `createReservation(input: { quoteId: "${reservation}", expectedTotal: "1" }, idempotencyKey: "${"r".repeat(12)}") { __typename }`,
    "Mutation.extendReservation": `extendReservation(reservationId: "${reservation}", endsAt: "${inHours(world, 51).toISOString()}", expectedTotal: "1", idempotencyKey: "${"x".repeat(12)}") { __typename }`,
    "Mutation.moveReservation": `moveReservation(reservationId: "${reservation}", ${at}, expectedTotal: "1", idempotencyKey: "${"m".repeat(12)}") { __typename }`,
    "Mutation.cancelReservation": `cancelReservation(reservationId: "${reservation}", expectedCost: "0", idempotencyKey: "${"c".repeat(12)}") { __typename }`,
    "Mutation.handBackReservation": `handBackReservation(input: { reservationId: "${reservation}", expectedBack: "1" }, idempotencyKey: "${"h".repeat(12)}") { __typename }`,
    "Query.reservationSeriesPrice": `reservationSeriesPrice(poolId: "${pool.id}", gpus: 1, rule: "FREQ=DAILY;COUNT=2", zone: "UTC", startsAtLocal: "2026-12-01T09:00", minutes: 60) { __typename }`,
    "Query.reservationSeries": `reservationSeries(id: "${reservation}") { id reservations { label } }`,
    "Mutation.cancelReservationSeries": `cancelReservationSeries(seriesId: "${reservation}", from: "2026-11-01T00:00:00Z", expectedCost: "0", idempotencyKey: "${"q".repeat(12)}") { __typename }`,
    "Query.waitlist": "waitlist { id poolId }",
    "Subscription.waitlistChanged": "waitlistChanged { __typename }",
    "Query.poolSettings": `poolSettings(poolId: "${pool.id}") { buyCapPerGpuHour }`,
    "Mutation.createReservationSeries": `createReservationSeries(input: { poolId: "${pool.id}", gpus: 1, rule: "FREQ=DAILY;COUNT=2", zone: "UTC", startsAtLocal: "2026-12-01T09:00", minutes: 60, daylightSaving: SAME_WALL_CLOCK, expectedTotal: "1" }, idempotencyKey: "${"z".repeat(12)}") { __typename }`,
    "Mutation.joinWaitlist": `joinWaitlist(input: { poolId: "${pool.id}", gpus: 1, mostTotal: "5", ${at} }) { __typename }`,
    "Mutation.leaveWaitlist": `leaveWaitlist(waitId: "${wait.id}") { __typename }`,
    "Mutation.createPool": `createPool(input: { name: "Mine", gpuModel: "H100", region: "EU", gpus: 1, pricePerGpuHour: "1", buyCapPerGpuHour: "1" }) { __typename }`,
    "Mutation.changePool": `changePool(poolId: "${pool.id}", input: { gpus: 1 }) { __typename }`,
    "Mutation.closePool": `closePool(input: { poolId: "${pool.id}", kind: BLACKOUT, reason: "mine", ${at} }) { __typename }`,
    "Mutation.openPool": `openPool(closureId: "${pool.id}") { __typename }`,
    "Mutation.changePlan": `changePlan(accountId: "${ada.accountId}", plan: TEAM) { __typename }`,
    "Subscription.reservationChanged": "reservationChanged { __typename }",
    "Subscription.availabilityChanged":
      'availabilityChanged(from: "2026-11-01T00:00:00Z", to: "2026-11-02T00:00:00Z") { __typename }',
    "Query.billedTo": 'billedTo(offerId: "off_00000000000000000000000000")',
    "Query.fleetAudit": "fleetAudit { providerId believed }",
    "Query.fleet": "fleet { providers { providerId } differences { machineId } }",
    "Mutation.startSession": `startSession(input: { offerId: "${offer}", hours: 1 }, idempotencyKey: "${"s".repeat(12)}") { __typename }`,
    "Mutation.extendSession": `extendSession(sessionId: "${session.id}", hours: 1, idempotencyKey: "${"e".repeat(12)}") { __typename }`,
    "Mutation.stopSession": `stopSession(sessionId: "${session.id}") { __typename }`,
    "Mutation.allowLongerSession": `allowLongerSession(sessionId: "${session.id}", hours: 24, reason: "none") { __typename }`,
    "Mutation.doneSession": `doneSession(sessionId: "${session.id}") { __typename }`,
    "Mutation.reissueSessionKey": `reissueSessionKey(sessionId: "${session.id}") { __typename }`,
    "Mutation.grantCredits": `grantCredits(input: { accountId: "${ada.accountId}", amount: "1", reason: "mine" }, idempotencyKey: "${"k".repeat(12)}") { __typename }`,
    "Query.priceHistory":
      'priceHistory(filter: {}, from: "2026-11-19T00:00:00Z", to: "2026-11-20T00:00:00Z") { __typename }',
    "Query.priceWatches": "priceWatches { id createdBy }",
    "Mutation.createPriceWatch":
      'createPriceWatch(input: { gpu: "H100", pricePerGpuHour: "2" }) { __typename }',
    "Mutation.removePriceWatch": `removePriceWatch(priceWatchId: "${priceWatch}") { __typename }`,
    "Subscription.priceWatchChanged": "priceWatchChanged { __typename }",
    "Query.forecast": 'forecast(market: { gpu: "H100" }) { __typename }',
    "Query.flexibleJobs": "flexibleJobs { nodes { id consumer looks { because } } liveCursor }",
    "Query.flexibleJob": `flexibleJob(id: "${flexibleJob}") { id consumer }`,
    "Mutation.scheduleFlexibleJob": `scheduleFlexibleJob(input: { gpu: "RTX 4090", hours: 1, deadlineAt: "2026-11-21T18:00:00Z", budget: "3" }, idempotencyKey: "${"f".repeat(12)}") { __typename }`,
    "Mutation.cancelFlexibleJob": `cancelFlexibleJob(flexibleJobId: "${flexibleJob}") { __typename }`,
    "Subscription.flexibleJobChanged": "flexibleJobChanged { __typename }",
    "Query.budgets": "budgets { id name scopeValue standing { top { id } running { sessionId } } }",
    "Query.computeEvents": "computeEvents { id title }",
    "Query.calendarBestWindows":
      'calendarBestWindows(input: { gpu: "H100", durationHours: 4, deadlineAt: "2026-11-22T00:00:00Z" }) { __typename }',
    "Mutation.connectGoogleCalendar": "connectGoogleCalendar(input: {}) { __typename }",
    "Mutation.disconnectGoogleCalendar": "disconnectGoogleCalendar { __typename }",
    "Mutation.changeGoogleCalendar": "changeGoogleCalendar(input: { byHand: ASK }) { __typename }",
    "Mutation.dismissCalendarProposal": `dismissCalendarProposal(proposalId: "${calendarFeed.id}") { __typename }`,
    "Query.calendarSettings": "calendarSettings { timeZone feeds { id name } }",
    "Mutation.changeCalendarSettings": "changeCalendarSettings(input: { confirms: true }) { __typename }",
    "Mutation.createCalendarFeed":
      'createCalendarFeed(input: { name: "Mine", scope: ACCOUNT, timeZone: "UTC" }) { __typename }',
    "Mutation.rotateCalendarFeed": `rotateCalendarFeed(feedId: "${calendarFeed.id}") { __typename }`,
    "Mutation.revokeCalendarFeed": `revokeCalendarFeed(feedId: "${calendarFeed.id}") { __typename }`,
    "Query.alertEvents": "alertEvents { event topic ofMarket }",
    "Query.alertKinds": "alertKinds { kind label says urgent }",
    "Query.alertChannels": "alertChannels { id name leadsTo }",
    "Query.alerts": "alerts { nodes { id title } }",
    "Query.notifications": "notifications { unseen nodes { id title } }",
    "Mutation.createAlertChannel":
      'createAlertChannel(input: { means: WEBHOOK, name: "Mine", address: "https://example.com/", kinds: [] }) { __typename }',
    "Mutation.changeAlertChannel": `changeAlertChannel(input: { channelId: "${channel.id}", name: "Mine" }) { __typename }`,
    "Mutation.removeAlertChannel": `removeAlertChannel(channelId: "${channel.id}") { __typename }`,
    "Mutation.renewAlertSecret": `renewAlertSecret(channelId: "${channel.id}") { __typename }`,
    "Mutation.sendTestAlert": `sendTestAlert(channelId: "${channel.id}") { __typename }`,
    "Mutation.replayAlerts": `replayAlerts(channelId: "${channel.id}", after: "ZTEuMC4w") { __typename }`,
    "Mutation.sendAlertAgain": `sendAlertAgain(alertId: "${alert}") { __typename }`,
    "Mutation.seeNotifications": `seeNotifications(upTo: "${alert}") { __typename }`,
    "Subscription.alertTicks": "alertTicks { latestNotificationId }",
    "Mutation.createBudget": 'createBudget(input: { name: "Mine", period: DAY, limit: "5" }) { __typename }',
    "Mutation.changeBudget": `changeBudget(input: { budgetId: "${budget}", limit: "6" }) { __typename }`,
    "Mutation.removeBudget": `removeBudget(budgetId: "${budget}") { __typename }`,
    "Query.ownBills": "ownBills { total nodes { purpose amount session { id } providerName } }",
    "Query.wallLinks": "wallLinks { id name createdBy }",
    "Mutation.createWallLink": 'createWallLink(input: { name: "Mine" }) { __typename }',
    "Mutation.revokeWallLink": `revokeWallLink(linkId: "${wall}") { __typename }`,
    "Query.plannedUses": "plannedUses { id name gpu windows { startsAt } }",
    "Mutation.createPlannedUse":
      'createPlannedUse(input: { name: "Mine", gpu: "H100", hoursPerDay: 2, line: "5" }) { __typename }',
    "Mutation.removePlannedUse": `removePlannedUse(plannedUseId: "${plan}") { __typename }`,
    "Query.startRequests": "startRequests { id said budgetId begunId }",
    "Mutation.approveStart": `approveStart(requestId: "${request}") { __typename }`,
    "Mutation.declineStart": `declineStart(requestId: "${request}") { __typename }`,
    "Query.simulateBudget":
      'simulateBudget(input: { period: MONTH, limit: "5", rungs: [{ measure: STOP, atPercent: 50 }] }) { reachedAt kept { count some { id } } ended { some { id } } }',
    "Mutation.snoozeBudget": `snoozeBudget(budgetId: "${budget}", until: "2999-01-01T00:00:00Z") { __typename }`,
    "Mutation.acknowledgeBudget": `acknowledgeBudget(budgetId: "${budget}") { __typename }`,
    "Subscription.budgetChanged": "budgetChanged { __typename }",
    "Query.costForecast": 'costForecast(input: { market: { gpu: "H100" }, hoursPerDay: 8 }) { __typename }',
    "Query.bestWindows":
      'bestWindows(input: { gpu: "H100", durationHours: 4, deadlineAt: "2026-11-22T00:00:00Z" }) { __typename }',
    "Query.forecastScores": "forecastScores { overall { hours } }",
    "Subscription.forecastChanged": "forecastChanged { __typename }",
    "Query.priceSeries": "priceSeries { nodes { id sparkline { medians } } }",
    "Mutation.startTopUp": `startTopUp(input: { amount: "10" }, idempotencyKey: "${"k".repeat(12)}") { __typename }`,
    "Mutation.createAccount": 'createAccount(input: { name: "Mine" }) { __typename }',
    "Mutation.renameAccount": 'renameAccount(input: { name: "Renamed" }) { __typename }',
    "Mutation.switchAccount": `switchAccount(accountId: "${ada.accountId}") { __typename ... on Account { id name } }`,
    "Mutation.inviteMember": 'inviteMember(input: { email: "x@example.com", role: MEMBER }) { __typename }',
    "Mutation.cancelInvitation": `cancelInvitation(invitationId: "${invitation}") { __typename }`,
    "Mutation.acceptInvitation": `acceptInvitation(invitationId: "${invitation}") { __typename }`,
    "Mutation.changeMemberRole": `changeMemberRole(input: { memberId: "${member}", role: OWNER }) { __typename }`,
    "Mutation.removeMember": `removeMember(memberId: "${member}") { __typename }`,
    "Mutation.createApiKey": 'createApiKey(input: { name: "mine", scopes: ["read"] }) { __typename }',
    "Query.apiKeyUsage": `apiKeyUsage(apiKeyId: "${apiKey}") { requests keys { id name } operations { operation } }`,
    "Query.rateLimit": "rateLimit { limit remaining resetsAt requested }",
    "Mutation.rotateApiKey": `rotateApiKey(apiKeyId: "${apiKey}", oldValidUntil: "2026-11-21T18:00:00Z") { __typename }`,
    "Mutation.revokeApiKey": `revokeApiKey(apiKeyId: "${apiKey}") { __typename }`,
    "Mutation.setProviderKey":
      'setProviderKey(input: { providerId: "vast", key: "key-of-somebody-else" }) { __typename }',
    "Mutation.removeProviderKey": 'removeProviderKey(providerId: "vast") { __typename }',
    "Mutation.revokeSignIn": `revokeSignIn(signInId: "${ada.signInId}") { __typename }`,
    "Subscription.creditsChanged": "creditsChanged { __typename }",
    "Mutation.holdOffer": `holdOffer(input: { offerId: "${offer}", minutes: 5 }, idempotencyKey: "Ada's own key") { __typename }`,
    "Mutation.releaseHeldOffer": `releaseHeldOffer(heldOfferId: "${heldOffer}") { __typename }`,
    "Subscription.sessionChanged": "sessionChanged { __typename }",
    "Subscription.fleetAuditChanged": "fleetAuditChanged { __typename }",
    "Subscription.heartbeats": "heartbeats { __typename }",
    "Subscription.sessionVitals": "sessionVitals { __typename }",
    "Subscription.fleetTicks": "fleetTicks { providers { providerId } }",
    "Subscription.vitalsTicks": "vitalsTicks { id }",
    "Subscription.costTicks": "costTicks { cost }",
    "Query.savings": "savings { sessions total { paid } byConsumer { name } }",
    "Query.savingsProjection": "savingsProjection { soFar { paid } }",
    "Query.activeSessionMetrics": "activeSessionMetrics { machines figures { paid } }",
    "Query.referencePrices": "referencePrices { sku }",
    "Subscription.savingsTicks": "savingsTicks { paid sessions { sessionId } }",
    "Subscription.activityChanged": "activityChanged { __typename }",
    "Subscription.offersChanged": "offersChanged { __typename }",
    "Subscription.providerTicks": "providerTicks { id }",
  };
  api = await startTestApi(world, schema, [ada, vera, eve, key("powerless", [], ada.accountId)]);
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
});

type Kind = "Query" | "Mutation" | "Subscription";
const kinds: Kind[] = ["Query", "Mutation", "Subscription"];
const fieldsOf = (kind: Kind) =>
  Object.values(
    schema.getType(kind)
      ? (
          schema.getType(kind) as { getFields(): Record<string, GraphQLField<unknown, unknown>> } & object
        ).getFields()
      : {},
  );
const permissionOf = (field: GraphQLField<unknown, unknown>) =>
  field.extensions as unknown as RootFieldExtensions;
const asked = (kind: Kind) => Object.entries(questions).filter(([name]) => name.startsWith(`${kind}.`));
const nameIn = (name: string) => name.slice(name.indexOf(".") + 1);

/** All of Ada's account, as it is stored. */
async function everythingOfAda(): Promise<string> {
  const { sql } = world.database;
  const { accountId, userId } = ada;
  return JSON.stringify([
    await sql`select * from accounts where id = ${accountId}`,
    await sql`select id, role, user_id from members where account_id = ${accountId} order by id`,
    await sql`select id, role, accepted_at, cancelled_at from invitations where account_id = ${accountId} order by id`,
    await sql`select id, state from held_offers where account_id = ${accountId} order by id`,
    await sql`select * from session_templates where account_id = ${accountId} order by id`,
    await sql`select id, state from price_watches where account_id = ${accountId} order by id`,
    await sql`select id, revoked_at from api_keys where account_id = ${accountId} order by id`,
    await sql`select * from provider_keys where account_id = ${accountId}`,
    await sql`select * from reservations where account_id = ${accountId}`,
    await sql`select * from budgets where account_id = ${accountId} order by id`,
    await sql`select * from planned_uses where account_id = ${accountId} order by id`,
    await sql`select * from wall_links where account_id = ${accountId} order by id`,
    await sql`select * from start_requests where account_id = ${accountId} order by id`,
    await sql`select * from alert_channels where account_id = ${accountId} order by id`,
    await sql`select * from calendar_feeds where account_id = ${accountId} order by id`,
    await sql`select id, state from alert_deliveries where account_id = ${accountId} order by id`,
    await sql`select * from flexible_jobs where account_id = ${accountId} order by id`,
    await sql`select * from reservation_waits where account_id = ${accountId}`,
    await sql`select * from sessions where account_id = ${accountId}`,
    await sql`select * from credit_balances where account_id = ${accountId}`,
    await sql`select * from credit_lots where account_id = ${accountId} order by id`,
    await sql`select id, active_account_id from sign_ins where user_id = ${userId} order by id`,
  ]);
}

test("every root field is asked here, and says who may ask it and with whom its answer is shared", () => {
  const fields = kinds.flatMap((kind) => fieldsOf(kind).map((field) => `${kind}.${field.name}`));
  expect(Object.keys(questions).toSorted()).toEqual(fields.toSorted());
  for (const kind of kinds) {
    for (const field of fieldsOf(kind)) {
      const { action, sharing } = permissionOf(field);
      expect(action, field.name).toBeTruthy();
      expect(["market", "account", "viewer"], field.name).toContain(sharing);
    }
  }
});

test("T2, G57: nobody is answered nothing", async () => {
  for (const kind of ["Query", "Mutation"] as const) {
    for (const [name, question] of asked(kind)) {
      const { body } = await api.ask(null, `${kind.toLowerCase()} { ${question} }`);
      expect(body.errors?.[0]?.extensions["code"], name).toBe("UNAUTHENTICATED");
      expect(
        Object.values(body.data ?? {}).every((value) => value === null),
        name,
      ).toBe(true);
    }
  }
  for (const [name, question] of asked("Subscription")) {
    const frames = new Frames(api.client(null), `subscription { ${question} }`);
    expect(await frames.ended, name).toMatchObject({ code: 4401 });
    expect(frames.all).toEqual([]);
  }
});

test("a key without scopes is refused everything", async () => {
  for (const kind of ["Query", "Mutation"] as const) {
    for (const [name, question] of asked(kind)) {
      const { body } = await api.ask("powerless", `${kind.toLowerCase()} { ${question} }`);
      expect(body.errors?.[0]?.extensions["code"], name).toBe("FORBIDDEN");
    }
  }
  for (const [name, question] of asked("Subscription")) {
    const client = api.client("powerless");
    const frames = new Frames(client, `subscription { ${question} }`);
    expect(JSON.stringify(await frames.ended), name).toContain("FORBIDDEN");
    await client.dispose();
  }
});

test("T48: a viewer changes nothing that is not their own", async () => {
  const before = await everythingOfAda();
  const vera = api.actors.get("Vera");
  for (const [name, question] of asked("Mutation")) {
    const field = fieldsOf("Mutation").find((one) => one.name === nameIn(name));
    const { action } = permissionOf(field as GraphQLField<unknown, unknown>);
    if (action === "anyone" || !vera || may(vera, action)) continue;
    const { body } = await api.ask("Vera", `mutation { ${question} }`);
    expect(body.errors?.[0]?.extensions["code"], name).toBe("FORBIDDEN");
  }
  expect(await everythingOfAda()).toBe(before);
});

test("E2, T1: to another account Ada's ids are not found, and nothing of hers is changed", async () => {
  const before = await everythingOfAda();
  for (const kind of ["Query", "Mutation"] as const) {
    for (const [name, question] of asked(kind)) {
      const { body } = await api.ask("Eve", `${kind.toLowerCase()} { ${question} }`);
      const said = JSON.stringify(body);
      for (const canary of canaries) expect(said, `${name} says ${canary}`).not.toContain(canary);
      const { action } = permissionOf(fieldsOf(kind).find((one) => one.name === nameIn(name))!);
      const allowed = action === "anyone" || may(eve, action);
      if (!allowed) expect(said, name).toContain('"FORBIDDEN"');
      else if (
        kind === "Mutation" &&
        /\b(acc|ofh|mem|inv|key|sgn|ses|wat|flx|res|rwt|bud|srq|plu|wal|chn|alr)_/.test(question)
      )
        expect(said, name).toContain('"NotFound"');
    }
  }
  expect(await everythingOfAda()).toBe(before);
});

test("E2: every field that can be reached from a query, asked by another, tells nothing of Ada", async () => {
  for (const field of fieldsOf("Query")) {
    const args = field.args.filter(isRequiredArgument).map((arg) => `${arg.name}: ${written(arg)}`);
    // All there is of a few, because all of many costs more than one may ask at once.
    if (field.args.some(({ name }) => name === "first")) args.push("first: 5");
    const call = `${field.name}${args.length > 0 ? `(${args.join(", ")})` : ""}`;
    const askEverything = (depth: number) => api.ask("Eve", `{ ${call} ${everythingIn(field.type, depth)} }`);
    let { body } = await askEverything(5);
    // What is made of many machines, each with its minutes, costs more than one may ask at once.
    if (body.errors?.[0]?.extensions["code"] === "TOO_COMPLEX") ({ body } = await askEverything(3));
    for (const error of body.errors ?? []) expect(error.extensions["code"], error.message).toBe("FORBIDDEN");
    const said = JSON.stringify(body.data);
    // What was sent may come back to who sent it.
    const unsaid = canaries.filter((canary) => !call.includes(canary));
    for (const canary of unsaid) expect(said, `${field.name} says ${canary}`).not.toContain(canary);
  }
});

test("E2, T3: the stream of an account carries nothing of another, whatever cursor it resumes from", async () => {
  const start = (await api.ask("Ada", "{ activity { liveCursor } }")).body.data as unknown as {
    activity: { liveCursor: string };
  };
  const client = api.client("Eve");
  const frames = new Frames(
    client,
    `subscription Eves($after: Cursor) { activityChanged(after: $after) { __typename ... on ActivityHappened { entry { summary subject actorName } } } }`,
    { after: start.activity.liveCursor },
  );
  await renameAccount(world.ctx(ada), { name: "Canary Again" });
  await renameAccount(world.ctx(eve), { name: "Eve and friends" });
  const frame = await frames.next();
  expect(JSON.stringify(frame)).toContain("Eve and friends");
  expect(JSON.stringify(frames.all)).not.toContain("Canary");
  await client.dispose();
});

/** As a document writes it, of an input what is required of it. */
function written(arg: Pick<GraphQLArgument, "name" | "type">): string {
  const named = getNamedType(arg.type);
  if (isEnumType(named)) return named.getValues()[0]?.name ?? "";
  if (!isInputObjectType(named)) return JSON.stringify(valueOf(arg));
  const fields = Object.values(named.getFields()).filter(isRequiredInputField);
  return `{ ${fields.map((field) => `${field.name}: ${written(field)}`).join(", ")} }`;
}

/** Ada's account, wherever an argument takes it. */
function valueOf({ name, type }: Pick<GraphQLArgument, "name" | "type">): string | number {
  // What is only a text may be repeated to who sent it, so it is nothing of Ada's.
  if (getNamedType(type).name === "String") return "anything";
  if (getNamedType(type).name === "Usd") return "5";
  if (["Int", "Float"].includes(getNamedType(type).name)) return 1;
  if (getNamedType(type).name !== "DateTime") return ada.accountId;
  return name === "to" || name === "endsAt" ? "2026-12-01T00:00:00Z" : "2026-11-01T00:00:00Z";
}

/** A selection of all there is, as deep as that. */
function everythingIn(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return "";
  const selections = ["__typename"];
  if (isAbstractType(named)) {
    for (const possible of schema.getPossibleTypes(named)) {
      selections.push(`... on ${possible.name} ${everythingIn(possible, depth)}`);
    }
  }
  if (isObjectType(named)) {
    for (const field of Object.values(named.getFields())) {
      if (field.args.some(isRequiredArgument)) continue;
      const inner = getNamedType(field.type);
      if (!isCompositeType(inner)) selections.push(field.name);
      else if (depth > 1) selections.push(`${field.name} ${everythingIn(inner, depth - 1)}`);
    }
  }
  return `{ ${selections.join(" ")} }`;
}
