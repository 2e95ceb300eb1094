import { overrideVariable } from "../cutover/live-truth-message";
import { colors } from "../cutover/plan-weights";
import { exitCodes, Stop } from "./outcome";
import { type Diagnostic, type PreviewStep, parsePreview } from "./parse-preview";
import type { StackState } from "./parse-state";
import { type AllowedPlan, type ForbiddenStep, type Intent, planAllowed, planAllowedWarming } from "./plan-allowed";
import { type PointerIntent, planAllowedPointer } from "./plan-allowed-pointer";
import { type Orphan, planOrphans } from "./plan-orphans";
import type { CliPorts } from "./ports";

/** What is previewed. */
export interface PreviewRequest {
  readonly resources: StackState["resources"];
  readonly targets: readonly string[];
  /** The cutover that it must be. @default only a colour's tasks are prepared */
  readonly intent?: Intent | PointerIntent;
  /** The digits that override one stop. @default none is overridden */
  readonly override?: string | undefined;
}

/** Previews the targets; returns the URNs that would be updated, or stops with what isn't allowed. */
export const previewAllowed = async (
  { resources, targets, intent, override }: PreviewRequest,
  ports: Pick<CliPorts, "pulumi" | "say" | "signal">,
): Promise<readonly string[]> => {
  const result = await ports.pulumi.preview(targets, override);
  ports.signal.throwIfAborted();
  const preview = parsePreview(result.stdout);
  const diagnostics = preview?.diagnostics ?? [];
  if (preview === undefined || result.exitCode !== 0) {
    throw new Stop(
      exitCodes.refused,
      "preview-failed",
      failureText(diagnostics, result.stderr || result.stdout, intent),
    );
  }
  for (const { severity, message } of diagnostics) if (severity === "warning") ports.say(`Warning: ${message}`);
  const [orphan] = planOrphans(resources, preview.declared);
  if (orphan !== undefined) throw programMovedOn(orphan);
  const allowed = check(preview.steps, targets, intent);
  if (allowed.kind === "forbidden") {
    throw new Stop(exitCodes.refused, "not-allowed", forbiddenText(allowed.steps, intent));
  }
  return allowed.updates;
};

const check = (
  steps: readonly PreviewStep[],
  targets: readonly string[],
  intent: PreviewRequest["intent"],
): AllowedPlan => {
  if (intent === undefined) return planAllowedWarming(steps, targets);
  return "pointer" in intent ? planAllowedPointer(steps, intent) : planAllowed(steps, intent);
};

const failureText = (diagnostics: readonly Diagnostic[], output: string, intent: PreviewRequest["intent"]): string => {
  const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
  const text = errors.length > 0 ? errors.join("\n") : output.trim();
  return ["The preview failed, so nothing was changed.", text, ...overrideLines(text, intent)].join("\n");
};

/** The way round a stop in this command line's own words. */
const overrideLines = (text: string, intent: PreviewRequest["intent"]): readonly string[] => {
  const [, digits] = new RegExp(`${overrideVariable}=([0-9a-f]{8}) `).exec(text) ?? [];
  const to = colors.find((color) => intent !== undefined && "weights" in intent && intent.weights[color] === 100);
  if (digits === undefined || to === undefined) return [];
  return [`The same from here, once:  npm run cli -- flip ${to} --override ${digits}`];
};

const programMovedOn = ({ urn, neededBy }: Orphan): Stop =>
  new Stop(
    exitCodes.refused,
    "program-moved-on",
    `The program no longer declares ${nameOf(urn)} (${urn}), which ${nameOf(neededBy)} still depends on, and Pulumi can't save an ` +
      "update of single resources then. Nothing was changed. Check out the commit that is deployed (git.head in " +
      "`pulumi stack history --json`) and repeat; or, where there is time, deploy the program first: pulumi up",
  );

const forbiddenText = (steps: readonly ForbiddenStep[], intent: PreviewRequest["intent"]): string => {
  const isSwitch = intent !== undefined && "pointer" in intent;
  return [
    `The preview shows more than a ${isSwitch ? "switch of releases" : "cutover"}, so nothing was changed:`,
    ...steps.map(({ urn, operation, reason, found }) => `  ${operation} ${nameOf(urn)}: ${words[reason]} (${found})`),
    `Allowed: ${isSwitch ? "" : "other weights in the weighted rules, the record of them, "}the frontend's pointer. See all with: pulumi preview --diff`,
  ].join("\n");
};

const words: Readonly<Record<ForbiddenStep["reason"], string>> = {
  "not-an-update": "a cutover only updates",
  "not-part-of-it": "no part of a cutover",
  "other-inputs": "changes more than its weights",
  "other-weights": "other weights than asked for",
  "other-value": "another value than asked for",
  "active-changed": "active changed to",
};

/** The last part of a URN. */
export const nameOf = (urn: string): string => urn.split("::").at(-1) ?? urn;
