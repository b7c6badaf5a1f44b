import { ponder } from "ponder:registry";
import { contribution, tally } from "ponder:schema";

ponder.on("Registry:ContributionSubmitted", async ({ event, context }) => {
  const { id, memberId: member, programmeId: programme, units: told, evidence } = event.args;
  const units = BigInt(told);
  await context.db
    .insert(contribution)
    .values({ id, member, programme, units, evidence, submittedAt: event.block.timestamp, status: 1 });
  await context.db
    .insert(tally)
    .values({ member, programme, contributions: 1, units })
    .onConflictDoUpdate((row) => ({ contributions: row.contributions + 1, units: row.units + units }));
});

ponder.on("Registry:ContributionAttested", async ({ event, context }) => {
  if (event.args.outcome === 2) {
    await context.db.update(contribution, { id: event.args.id }).set({ status: 2 });
  }
});
