import type { RuleTester } from "oxlint/plugins-dev";

// Two rules of the house that the linter's own rules cannot say. `.oxlintrc.json` says where they hold.
type Rule = Parameters<RuleTester["run"]>[1];

// `new Date(instant)` only reads a value; without one it asks the machine's clock. `Date()` always asks.
const noCurrentDate: Rule = {
  create: (context) => ({
    NewExpression(node) {
      if (node.callee.type === "Identifier" && node.callee.name === "Date" && node.arguments.length === 0)
        context.report({ node, message: "The time comes from ctx.clock (or `now` is a parameter)." });
    },
    CallExpression(node) {
      if (node.callee.type === "Identifier" && node.callee.name === "Date")
        context.report({ node, message: "The time comes from ctx.clock (or `now` is a parameter)." });
    },
  }),
};

// sql`…` sends its values apart from its text. sql.raw and a client's own unsafe() do not, so only the rooms
// that own SQL may hold them.
const noRawSql: Rule = {
  create: (context) => ({
    MemberExpression(node) {
      const { object, property } = node;
      if (property.type !== "Identifier") return;
      const isRaw = property.name === "raw" && object.type === "Identifier" && object.name === "sql";
      if (isRaw || property.name === "unsafe")
        context.report({ node, message: `${property.name} belongs in a store/ or in platform/.` });
    },
  }),
};

export default {
  meta: { name: "house" },
  rules: { "no-current-date": noCurrentDate, "no-raw-sql": noRawSql },
};
