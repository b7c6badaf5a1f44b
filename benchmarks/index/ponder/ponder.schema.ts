import { onchainTable, primaryKey } from "ponder";

export const contribution = onchainTable("contribution", (t) => ({
  id: t.hex().primaryKey(),
  member: t.integer().notNull(),
  programme: t.integer().notNull(),
  units: t.bigint().notNull(),
  evidence: t.hex().notNull(),
  submittedAt: t.bigint().notNull(),
  status: t.integer().notNull(),
}));

export const tally = onchainTable(
  "tally",
  (t) => ({
    member: t.integer().notNull(),
    programme: t.integer().notNull(),
    contributions: t.integer().notNull(),
    units: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.member, table.programme] }) }),
);
