import { exitCodes, Stop } from "./outcome";
import { type Diagnostic, parsePreview } from "./parse-preview";
import type { StackState } from "./parse-state";
import { type AllowedPlan, type ForbiddenStep, type Intent, planAllowed, planAllowedWarming } from "./plan-allowed";
import { type Orphan, planOrphans } from "./plan-orphans";
import type { CliPorts } from "./ports";

/** What is previewed. */
export interface PreviewRequest {
  readonly resources: StackState["resources"];
  readonly targets: readonly string[];
  /** The cutover that it must be. @default only a colour's tasks are prepared */
  readonly intent?: Intent;
}

/** Previews the targets; returns the URNs that would be updated, or stops with what isn't allowed. */
export const previewAllowed = async (
  { resources, targets, intent }: PreviewRequest,
  ports: CliPorts,
): Promise<readonly string[]> => {
  const result = await ports.pulumi.preview(targets);
  ports.signal.throwIfAborted();
  const preview = parsePreview(result.stdout);
  const diagnostics = preview?.diagnostics ?? [];
  if (preview === undefined || result.exitCode !== 0) {
    throw new Stop(exitCodes.refused, "preview-failed", failureText(diagnostics, result.stderr || result.stdout));
  }
  for (const { severity, message } of diagnostics) if (severity === "warning") ports.say(`Warning: ${message}`);
  const [orphan] = planOrphans(resources, preview.declared);
  if (orphan !== undefined) throw programMovedOn(orphan);
  const allowed: AllowedPlan =
    intent === undefined ? planAllowedWarming(preview.steps, targets) : planAllowed(preview.steps, intent);
  if (allowed.kind === "forbidden") throw new Stop(exitCodes.refused, "not-allowed", forbiddenText(allowed.steps));
  return allowed.updates;
};

const failureText = (diagnostics: readonly Diagnostic[], output: string): string => {
  const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
  return `The preview failed, so nothing was changed.\n${errors.length > 0 ? errors.join("\n") : output.trim()}`;
};

const programMovedOn = ({ urn, neededBy }: Orphan): Stop =>
  new Stop(
    exitCodes.refused,
    "program-moved-on",
    `The program no longer declares ${nameOf(urn)} (${urn}), which ${nameOf(neededBy)} still depends on, and Pulumi can't save an ` +
      "update of single resources then. Nothing was changed. Check out the commit that is deployed (git.head in " +
      "`pulumi stack history --json`) and repeat; or, where there is time, deploy the program first: pulumi up",
  );

const forbiddenText = (steps: readonly ForbiddenStep[]): string =>
  [
    "The preview shows more than a cutover, so nothing was changed:",
    ...steps.map(({ urn, operation, reason, found }) => `  ${operation} ${nameOf(urn)}: ${words[reason]} (${found})`),
    "Allowed: other weights in the weighted rules, the record of them, the frontend's pointer. See all with: pulumi preview --diff",
  ].join("\n");

const words: Readonly<Record<ForbiddenStep["reason"], string>> = {
  "not-an-update": "a cutover only updates",
  "not-part-of-it": "no part of a cutover",
  "other-inputs": "changes more than its weights",
  "other-weights": "other weights than asked for",
};

/** The last part of a URN. */
export const nameOf = (urn: string): string => urn.split("::").at(-1) ?? urn;
