import type { Google } from "./state.ts";

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

const asks: Readonly<Record<string, string>> = {
  "https://www.googleapis.com/auth/calendar.app.created":
    "Make a calendar of its own, and see and change what is in that",
  "https://www.googleapis.com/auth/calendar.freebusy": "See when you are busy, and nothing of with what",
  "https://www.googleapis.com/auth/calendar.events.owned.readonly":
    "See the events of calendars that you own",
};

const page = (title: string, body: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>` +
  `<style>body{font:16px/1.5 system-ui,sans-serif;max-width:36em;margin:8vh auto;padding:0 24px;color:#1f1f1f}` +
  `main{border:1px solid #dadce0;border-radius:12px;padding:28px}h1{font-size:1.35rem;margin:0 0 8px}small{color:#5f6368}` +
  `a.b{display:inline-block;padding:9px 18px;border-radius:20px;text-decoration:none;margin:20px 8px 0 0;border:1px solid #747775;color:#0b57d0}` +
  `a.b.y{background:#0b57d0;color:#fff;border-color:#0b57d0}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:6px 10px 6px 0;border-top:1px solid #eee;vertical-align:top}</style>` +
  `<main><h1>${title}</h1>${body}</main></html>`;

/** What Google would ask; here nothing leaves this machine. */
export function consentPage(query: URLSearchParams, scopes: readonly string[]): string {
  const to = (decision: string) => {
    const next = new URLSearchParams(query);
    next.set("decision", decision);
    return escaped(`/o/oauth2/v2/auth?${next.toString()}`);
  };
  const list = scopes.map((scope) => `<li>${escaped(asks[scope] ?? scope)}</li>`).join("");
  return page(
    "Berth wants to use your calendar",
    `<small>A stand-in for Google, on this machine. The calendar is made up, and nothing is sent anywhere.</small>` +
      `<p>demo@example.com, this lets Berth:</p><ul>${list}</ul>` +
      `<a class="b y" href="${to("allow")}">Allow</a><a class="b" href="${to("deny")}">Deny</a>`,
  );
}

/** What stands in the calendars, for somebody who has no Google to look into. */
export function calendarPage(google: Google): string {
  const calendars = [...google.calendars.values()].map(({ summary, timeZone, events }) => {
    const format = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      dateStyle: "medium",
      timeStyle: "short",
    });
    const at = (value: unknown) => {
      const { dateTime, date } = (value ?? {}) as { dateTime?: string; date?: string };
      return dateTime ? format.format(new Date(dateTime)) : (date ?? "");
    };
    const rows = [...events.values()]
      .filter(({ status }) => status !== "cancelled")
      .toSorted((a, b) => at(a.body["start"]).localeCompare(at(b.body["start"])))
      .map(
        ({ body }) =>
          `<tr><td>${escaped(typeof body["summary"] === "string" ? body["summary"] : "")}</td><td>${escaped(at(body["start"]))}</td><td>${escaped(at(body["end"]))}</td></tr>`,
      );
    const nothing = `<tr><td colspan="3"><small>Nothing stands here.</small></td></tr>`;
    return `<h2>${escaped(summary)} <small>${escaped(timeZone)}</small></h2><table><tr><th>What</th><th>From</th><th>To</th></tr>${rows.join("") || nothing}</table>`;
  });
  return page("Calendars of demo@example.com", calendars.join(""));
}
