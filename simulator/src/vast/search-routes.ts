import { z } from "zod";
import { jsonBytes, json, type Answer } from "../http/exchange.ts";
import { parseOfferQuery, type OfferQuery } from "./query.ts";
import { badArguments } from "./refusals.ts";
import type { Visit } from "./visit.ts";
import { OfferSearch } from "./search.ts";

/** The three forms of one search: the query as body, as ?q=, or as a body's q beside the columns wanted. */
const search = new OfferSearch();

export function searchByBody(visit: Visit): Answer {
  return offers(visit, visit.body);
}

export function searchByQuery(visit: Visit): Answer {
  const text = visit.query.get("q");
  if (text === null) return offers(visit, {});
  let query: unknown;
  try {
    query = JSON.parse(text);
  } catch {
    throw badArguments("q is not JSON.");
  }
  return offers(visit, query);
}

const ColumnsBody = z.object({
  select_cols: z.array(z.string()).default(["*"]),
  q: z.record(z.string(), z.unknown()).default({}),
});

export function searchByColumns(visit: Visit): Answer {
  const body = ColumnsBody.safeParse(visit.body);
  if (!body.success) throw badArguments("select_cols must be a list of names and q an object.");
  const rows = search.findColumns(visit.world, queryOf(visit, body.data.q), body.data.select_cols);
  return json(200, { success: true, offers: rows });
}

function offers(visit: Visit, query: unknown): Answer {
  const list = search.find(visit.world, queryOf(visit, query));
  return jsonBytes(200, Buffer.concat([Buffer.from('{"offers":'), list, Buffer.from("}")]));
}

function queryOf({ moods }: Visit, given: unknown): OfferQuery {
  const query = parseOfferQuery(given, !moods.strikes("search-without-defaults", "search"));
  const isForOneId = query.clauses.some(({ field }) => field === "id" || field === "ask_contract_id");
  if (isForOneId && moods.strikes("id-filter-unreliable", "search")) return { ...query, limit: 0 };
  return query;
}
