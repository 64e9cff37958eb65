import Fastify from "fastify";
import { openRivalDatabase, readOffers, readOffersWithProvider } from "./sql.ts";

// The hand-written SQL behind Fastify, with the shape of the answer declared, which is how it
// serialises fastest.

const offer = {
  type: "object",
  properties: {
    id: { type: "string" },
    kind: { type: "string" },
    gpuCount: { type: "integer" },
    pricePerGpuHour: { type: "string" },
    pricePerHour: { type: "string" },
    vcpus: { type: "integer" },
    ramGb: { type: "number" },
    region: { type: "string" },
    reliability: { type: "number", nullable: true },
    verified: { type: "boolean" },
    provider: {
      type: "object",
      properties: {
        id: { type: "string" },
        name: { type: "string" },
        lastListedAt: { type: "string", nullable: true },
      },
    },
  },
};
const schema = {
  querystring: {
    type: "object",
    required: ["first", "max"],
    properties: { first: { type: "integer" }, max: { type: "string" } },
  },
  response: { 200: { type: "object", properties: { offers: { type: "array", items: offer } } } },
};
type Asked = { Querystring: { first: number; max: string } };

const sql = openRivalDatabase();
const server = Fastify();
server.get<Asked>("/offers", { schema }, async ({ query: { first, max } }) => ({
  offers: await readOffers(sql, first, max),
}));
server.get<Asked>("/offers-with-provider", { schema }, async ({ query: { first, max } }) => ({
  offers: await readOffersWithProvider(sql, first, max),
}));
await server.listen({ port: Number(process.env["PORT"]), host: "127.0.0.1" });
