/** A name as somebody types it who wants a whole workspace to hear of it. */
export const hostile =
  "<!everyone> <!channel> @here *x* <@U0ADA> <!subteam^S1> _y_ ~z~ `c` &lt; <https://evil.example|click> :skull:";

/** What of blocks Slack would read for more than its words: marked-up text, mentions, and links elsewhere. */
export function moreThanWords(value: unknown): unknown[] {
  const found: unknown[] = [];
  const walk = (one: unknown): void => {
    if (typeof one !== "object" || one === null) return;
    const { type, url, verbatim } = one as { type?: unknown; url?: unknown; verbatim?: unknown };
    const isMore = ["mrkdwn", "broadcast", "user", "usergroup", "channel"].includes(String(type));
    if (isMore || verbatim !== undefined || (typeof url === "string" && url.includes("evil.example")))
      found.push(one);
    for (const inner of Object.values(one)) walk(inner);
  };
  walk(value);
  return found;
}
