import { SocketModeClient } from "@slack/socket-mode";
import { WebAPIPlatformError, WebAPIRateLimitedError, WebClient } from "@slack/web-api";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Double, startDouble } from "./double.ts";

// Slack's own client speaks with it, and notices nothing.

let double: Double;
let slack: WebClient;

beforeEach(async () => {
  double = await startDouble();
  slack = new WebClient("xoxb-double", {
    slackApiUrl: `${double.url}/api/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
});

afterEach(() => double.close());

const codeOf = async (call: Promise<unknown>): Promise<string> => {
  const error = await call.then(
    () => null,
    (failure: unknown) => failure,
  );
  return error instanceof WebAPIPlatformError ? error.data.error : String(error);
};
const channel = "C0GPUS";

test("what is posted is found again by its metadata, and can be edited and replied to", async () => {
  const metadata = { event_type: "card", event_payload: { id: "one" } };
  const { ts = "" } = await slack.chat.postMessage({ channel, text: "one", metadata });
  await slack.chat.update({ channel, ts, text: "two" });
  const elsewhere = (await slack.conversations.history({ channel, include_all_metadata: true })).messages;
  expect(elsewhere).toMatchObject([{ ts, text: "two", metadata }]);
  const { messages } = await slack.conversations.replies({ channel, ts });
  expect(messages).toHaveLength(1);
});

test("one message a second in a channel, and 429 with how long to wait above it", async () => {
  await slack.chat.postMessage({ channel, text: "one" });
  await slack.chat.postMessage({ channel: "C0GENERAL", text: "elsewhere" });
  const error = await slack.chat.postMessage({ channel, text: "two" }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(WebAPIRateLimitedError);
  expect((error as WebAPIRateLimitedError).retryAfter).toBe(1);
});

test("it says no in Slack's words", async () => {
  const post = (where = channel) => codeOf(slack.chat.postMessage({ channel: where, text: "x" }));
  expect(await post("C0NOWHERE")).toBe("channel_not_found");
  double.workspace.channels.get(channel)!.isArchived = true;
  expect(await post()).toBe("is_archived");
  double.troubles.missingScopes = ["chat:write"];
  expect(await post("C0GENERAL")).toBe("missing_scope");
  double.troubles.revoked = "account_inactive";
  expect(await post("C0GENERAL")).toBe("account_inactive");
  const stranger = new WebClient("xoxb-other", {
    slackApiUrl: `${double.url}/api/`,
    retryConfig: { retries: 0 },
  });
  expect(await codeOf(stranger.auth.test())).toBe("invalid_auth");
});

test("a message whose answer was lost is there all the same", async () => {
  double.troubles.loseAnswers = 1;
  await expect(slack.chat.postMessage({ channel, text: "x" })).rejects.toThrow();
  expect(double.workspace.messages).toHaveLength(1);
});

test("a text that Slack would refuse is refused", async () => {
  const blocks = [{ type: "section" as const, text: { type: "mrkdwn" as const, text: "x".repeat(3_001) } }];
  expect(await codeOf(slack.chat.postMessage({ channel, text: "x", blocks }))).toBe("invalid_blocks");
});

test("a command, a form and a button arrive over the socket, and are answered", async () => {
  const socket = new SocketModeClient({
    appToken: "xapp-double",
    clientOptions: { slackApiUrl: `${double.url}/api/` },
  });
  type Heard = {
    ack: (answer?: object) => Promise<void>;
    type: string;
    body: { trigger_id: string; response_url: string };
  };
  const heard: string[] = [];
  socket.on("slack_event", ({ ack, type, body }: Heard) => {
    heard.push(type);
    void (async () => {
      await ack(type === "slash_commands" ? { text: "Looking…" } : {});
      if (type !== "slash_commands") return;
      const view = {
        type: "modal" as const,
        title: { type: "plain_text" as const, text: "Form" },
        blocks: [],
      };
      await slack.views.open({ trigger_id: body.trigger_id, view });
      await fetch(body.response_url, {
        method: "POST",
        body: JSON.stringify({ replace_original: true, text: "Found" }),
      });
    })();
  });
  await socket.start();
  await double.people.command("U0ADA", channel, "/gpu find h100");
  await expect.poll(() => double.workspace.messages.map(({ text }) => text)).toEqual(["Found"]);
  const [view] = double.workspace.views.values();
  expect(await double.people.submit("U0ADA", view!.id, {})).toEqual({ acknowledged: true });
  await double.people.click("U0ADA", channel, double.workspace.messages[0]!.ts, "stop", "1");
  expect(heard).toEqual(["slash_commands", "interactive", "interactive"]);
  await socket.disconnect();
});

test("nobody answers a command: the person is told after three seconds", async () => {
  await double.people.command("U0ADA", channel, "/gpu help");
  expect(double.workspace.messages[0]?.text).toContain("operation_timeout");
});
