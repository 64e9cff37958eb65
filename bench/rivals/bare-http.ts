import { createServer } from "node:http";
import { openRivalDatabase, readOffers, readOffersWithProvider } from "./sql.ts";

// The hand-written SQL behind node:http and nothing else: about the least that can be done.

const sql = openRivalDatabase();

const server = createServer((request, response) => {
  const [path, search] = (request.url ?? "/").split("?");
  const asked = new URLSearchParams(search);
  const read = path === "/offers-with-provider" ? readOffersWithProvider : readOffers;
  read(sql, Number(asked.get("first") ?? 1), asked.get("max") ?? "0.000000").then(
    (offers) => {
      const body = JSON.stringify({ offers });
      response.setHeader("content-type", "application/json; charset=utf-8");
      response.setHeader("content-length", Buffer.byteLength(body));
      response.end(body);
    },
    (error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    },
  );
});
server.listen(Number(process.env["PORT"]), "127.0.0.1");
