import * as pulumi from "@pulumi/pulumi";
import type { AwsSessionSettings } from "../clients/aws-session";
import { imageText } from "./cutover-note";
import { overrideVariable, stopText, truthWarning } from "./live-truth-message";
import { createLiveTruthPorts } from "./live-truth-ports";
import type { ColorRelease } from "./message";
import type { StackName } from "./parameter-names";
import { planLiveTruth } from "./plan-live-truth";
import type { Color, Weights } from "./plan-weights";
import { readLiveTruth } from "./read-live-truth";

/** What the config wants, and how to ask AWS. */
export interface LiveTruthArgs extends StackName {
  readonly weights: Weights;
  readonly releases: Readonly<Record<Color, ColorRelease>>;
  readonly aws: AwsSessionSettings;
  /** The environment, which may hold an override for this one update. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** How long AWS may take to say what is live; then it counts as silent. Milliseconds. */
const patience = 10_000;

/**
 * Compares config, record and load balancer before anything is declared, in previews too: a rule that somebody else changed
 * is as Pulumi remembers it, so no update would come of it and no hook would run.
 * Throws where the update must not begin; returns the colour that was active, undefined where nobody knows.
 */
export const checkLiveTruth = async (args: LiveTruthArgs): Promise<{ readonly activeBefore: Color | undefined }> => {
  const facts = await readLiveTruth(createLiveTruthPorts(args), AbortSignal.timeout(patience));
  const images = { blue: imageText(args.releases.blue.images), green: imageText(args.releases.green.images) };
  const truth = planLiveTruth({
    ...facts,
    config: { weights: args.weights, images },
    override: args.variables[overrideVariable],
  });
  if (truth.kind === "stop") throw new pulumi.RunError(stopText(truth, args));
  const warning = truthWarning(truth);
  if (warning !== undefined) await pulumi.log.warn(warning);
  return { activeBefore: truth.kind === "first-deployment" ? undefined : truth.activeBefore };
};
