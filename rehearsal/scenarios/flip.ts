import { parseHistory } from "../../cutover/parse-history";
import { planRollback } from "../../cutover/plan-rollback";
import { type Color, otherColor } from "../../cutover/plan-weights";
import type { ReceiptPageFacts, ReceiptSection } from "../../cutover/receipt-page";
import type { Changes } from "../engine/parse-engine-events";
import { startHttpLoad } from "../load/http-load";
import { startWebSocketLoad } from "../load/websocket-load";
import type { Rehearsal } from "../rehearsal";
import { type FlipFacts, flipReport, flipText, isFlipSound } from "./flip-report";
import { keepUntilInterrupted } from "./keep";
import { type MeasuredCutover, measureCutover, type Traffic } from "./measure-cutover";
import { rehearse } from "./rehearse";
import type { Scenario, ScenarioOptions } from "./scenario";
import type { RunStep } from "./steps";
import { writeReceiptPage } from "./write-receipt-page";

const requestsPerSecond = 400;
const webSockets = 20;
const before: Color = "blue";

/** The main job: deploy, cut over under load, roll back to what the history says, destroy. */
export const flip: Scenario = {
  name: "flip",
  summary: "deploy both colours, flip under load, roll back to what the history says, destroy",
  run: async (options) => {
    const found = await rehearse(options, {}, (rehearsal, step) => deployAndCutOver(rehearsal, step, options));
    const facts: FlipFacts = { ...found, receipt: await writeReceiptPage("flip", found.page) };
    return { report: flipReport(facts), text: flipText(facts), ok: isFlipSound(facts) };
  },
};

type Found = Omit<FlipFacts, "leftovers" | "receipt" | "seconds"> & { readonly page: ReceiptPageFacts };

const deployAndCutOver = async (rehearsal: Rehearsal, step: RunStep, options: ScenarioOptions): Promise<Found> => {
  const after = otherColor(before);
  await step(
    "Deploy both colours: pulumi up",
    () => rehearsal.up(),
    () => describeResources(rehearsal.resources()),
  );
  await step("Wait until every node of the load balancer answers", () => rehearsal.untilServing());
  const traffic = await step(`Start the load: ${requestsPerSecond} requests a second, ${webSockets} WebSockets`, () =>
    startTraffic(rehearsal),
  );
  const preview = await step(
    "Preview the flip: pulumi preview",
    () => rehearsal.previewFlip(after),
    ({ changes }) => describeChanges(changes),
  );
  options.progress.write(`\n${preview.stdout.trim()}\n\n`);
  const flipped = await step(
    `Flip to ${after}: pulumi up`,
    () => measureCutover(rehearsal, traffic, { to: after }),
    describeCutover,
  );
  const target = await step("Ask pulumi stack history what to roll back to", () => askHistory(rehearsal, after));
  const rolledBack = await step(
    `Roll back to ${target}: pulumi up`,
    async () => {
      await rehearsal.pulumi.setConfig({ path: "activeColor", value: target });
      return measureCutover(rehearsal, traffic, { to: target });
    },
    describeCutover,
  );
  const resources = rehearsal.resources();
  const slackMessages = rehearsal.slack.messages.length;
  if (options.keep) await keepUntilInterrupted(rehearsal, { traffic, next: after, ...options });
  await step("Stop the load", () => Promise.all([traffic.http.stop(), traffic.sockets.stop()]));
  await step("Destroy: pulumi destroy", () => rehearsal.destroy());
  return {
    preview: preview.changes,
    page: {
      stack: rehearsal.pulumi.stackName,
      at: new Date(),
      sections: [pageSection("Flip", after, flipped), pageSection("Rollback", target, rolledBack)],
    },
    flip: flipped.figures,
    rollback: rolledBack.figures,
    websocketsOpened: traffic.sockets.opened,
    slackMessages,
    resources,
  };
};

const pageSection = (title: string, to: Color, { receipt, figures }: MeasuredCutover): ReceiptSection => ({
  title,
  to,
  receipt,
  figures: [
    ["propagation set in the model", `${figures.modelPropagationMs.toLocaleString("en")} ms`],
    ["pulumi up", `${figures.updateSeconds.toFixed(1)} s`],
    ["WebSockets kept", `${figures.websocketsKept} of ${webSockets}`],
  ],
});

const startTraffic = async (rehearsal: Rehearsal): Promise<Traffic> => {
  const url = rehearsal.appUrl();
  const sockets = await startWebSocketLoad({ url: url.replace(/^http/, "ws"), connections: webSockets });
  const http = startHttpLoad({ url, requestsPerSecond });
  rehearsal.onClose(() => Promise.all([http.stop(), sockets.stop()]));
  return { http, sockets };
};

const askHistory = async (rehearsal: Rehearsal, live: Color): Promise<Color> => {
  const history = parseHistory(await rehearsal.pulumi.history(), "switchyard");
  const configured = history[0]?.entries ?? { blue: undefined, green: undefined };
  const plan = planRollback(history, live, configured);
  if (plan.kind === "no-rollback") throw new Error(`pulumi stack history offers no rollback: ${plan.reason}.`);
  return plan.to;
};

const describeResources = ({ live, recorded }: { readonly live: number; readonly recorded: number }): string =>
  `${live} resources live, ${recorded} recorded`;

const describeChanges = ({ update, create, delete: deleted, replace }: Changes): string =>
  `${update} to update, ${create} to create, ${deleted} to delete, ${replace} to replace`;

const describeCutover = ({ figures }: MeasuredCutover): string =>
  `${figures.requests.toLocaleString("en")} requests, ${figures.failed} failed`;
