import { shares } from "../cutover/message-parts";
import type { Weights } from "../cutover/plan-weights";
import { quoted } from "../cutover/pulumi-command";
import type { CutoverContext } from "./cutover-context";
import { exitCodes, type Outcome } from "./outcome";
import { nameOf } from "./preview-allowed";

/** What is shown before anybody is asked. */
export const formatPreview = ({ stack, live, plan, request }: CutoverContext, updates: readonly string[]): string[] => [
  `${request.verb} ${stack.stack} to ${request.to}:`,
  `  weights   ${shares(live.record.weights)}  ->  ${shares(plan.weights)}`,
  `  start     ${plan.warm === undefined ? "nothing: this is instant" : `${request.to} must be warmed first, as version ${versionIn(plan.warm[request.to])}`}`,
  `  update    ${updates.length === 0 ? "nothing" : updates.map(nameOf).join(", ")}; nothing is created, replaced or deleted`,
];

const versionIn = (entry: unknown): string =>
  typeof entry === "object" && entry !== null && "version" in entry ? String(entry.version) : "unknown";

/** What a cutover that succeeded has to tell. */
export interface ReceiptFacts {
  readonly updates: readonly string[];
  readonly before: Weights;
  /** Read back from the load balancer. */
  readonly after: Weights;
  /** The version that AWS gave the record. */
  readonly id: number;
  readonly versions: { readonly from: string; readonly to: string };
  readonly notified: string;
  /** Why nobody could be told in advance who asked; absent where they were. */
  readonly announcement?: string;
  readonly seconds: { readonly preview: number; readonly update: number; readonly total: number };
}

/** The receipt, as an object and for people. */
export const formatReceipt = ({ stack, request, ports }: CutoverContext, facts: ReceiptFacts): Outcome => {
  const { before, after, id, versions, notified, announcement, seconds, updates } = facts;
  const commit = `git commit -m ${quoted(`${request.verb} ${stack.stack} to ${request.to}`)} -- Pulumi.${stack.stack}.yaml`;
  const row = (title: string, value: string): string => `  ${title.padEnd(10)}${value}`;
  return {
    exitCode: exitCodes.done,
    report: {
      stack: stack.stack,
      kind: "done",
      to: request.to,
      weightsBefore: before,
      weightsAfter: after,
      updates: updates.map(nameOf),
      cutoverId: id,
      requestedBy: ports.operator,
      versions,
      notified,
      seconds,
      commit,
    },
    text: [
      "",
      `${request.to} has all requests of ${stack.stack}.`,
      "",
      row("weights", `${shares(before)}  ->  ${shares(after)}, read back from the load balancer`),
      row("version", `${versions.from}  ->  ${versions.to}`),
      row("updated", updates.length === 0 ? "nothing" : updates.map(nameOf).join(", ")),
      row(
        "cutover",
        `id ${id}, requested by ${ports.operator}${announcement === undefined ? "" : ` (not announced: ${announcement})`}`,
      ),
      row("Slack", notified),
      row(
        "took",
        `${seconds.total.toFixed(1)} s: preview ${seconds.preview.toFixed(1)} s, update ${seconds.update.toFixed(1)} s`,
      ),
      "",
      `Commit it:  ${commit}`,
      `Back:       npm run cli -- rollback --stack ${quoted(stack.stack)}`,
    ].join("\n"),
  };
};
