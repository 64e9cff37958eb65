import { z } from "zod";
import type { Reply } from "../ask.ts";
import { understand } from "../judge.ts";

// The envelopes that answers come in.

const rows = z.array(z.unknown());

const locations = z.looseObject({
  data: z.union([rows, z.looseObject({ locations: rows }).transform((data) => data.locations)]),
});

export function locationsIn({ body }: Reply): unknown[] {
  return understand("tensordock", locations, body, "a list of locations").data;
}

const nodes = z.looseObject({
  data: z.union([rows, z.looseObject({ hostnodes: rows }).transform((data) => data.hostnodes)]),
});

export function nodesIn({ body }: Reply): unknown[] {
  return understand("tensordock", nodes, body, "a list of nodes").data;
}

/** Three forms of one list have been seen. */
const instances = z.looseObject({
  data: z.union([
    rows,
    z.looseObject({ instances: rows }).transform((data) => data.instances),
    z
      .looseObject({ attributes: z.looseObject({ instances: rows }) })
      .transform((data) => data.attributes.instances),
  ]),
});

export function instancesIn({ body }: Reply): unknown[] {
  return understand("tensordock", instances, body, "a list of instances").data;
}

const created = z.looseObject({ id: z.string().regex(/^[\w-]{1,64}$/) });
const creation = z.union([z.looseObject({ data: created }).transform(({ data }) => data), created]);

/** The id of what was made: it has no address yet. */
export function createdIn({ body }: Reply): string {
  return understand("tensordock", creation, body, "a create").id;
}
