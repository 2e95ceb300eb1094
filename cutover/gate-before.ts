import { setTimeout as sleep } from "node:timers/promises";
import type * as pulumi from "@pulumi/pulumi";
import type { AwsSessionSettings } from "../clients/aws-session";
import { awaitOutput } from "./await-output";
import { createGatePorts } from "./gate-ports";
import { orAborted } from "./or-aborted";
import type { StackName } from "./parameter-names";
import { type GateSurroundings, passGate } from "./pass-gate";
import { type Color, colors, type Weights } from "./plan-weights";

/** What the component that makes the rule knows of it. */
export interface GatedRule {
  readonly service: string;
  /** The fewest tasks of a colour. */
  readonly floor: number;
  readonly clusterArn: pulumi.Output<string>;
  readonly groupArns: Readonly<Record<Color, pulumi.Output<string>>>;
  readonly ecsServices: Readonly<Record<Color, pulumi.Output<string>>>;
}

/** What all gates of a program share. */
export interface GateArgs extends StackName {
  readonly releases: Readonly<Record<Color, { readonly images: Readonly<Record<string, string>> }>>;
  readonly aws: AwsSessionSettings;
  /** The colour that was declared active, undefined where nobody knows. */
  readonly activeBefore: Color | undefined;
  readonly isPreview: boolean;
  /** @default the machine's clock */
  readonly clock?: GateSurroundings["clock"];
}

/** What the engine hands to a hook, as far as it matters here. */
export type BeforeHookArgs = Pick<pulumi.ResourceHookArgs, "id" | "newInputs" | "oldInputs">;

const machineClock: GateSurroundings["clock"] = {
  now: Date.now,
  sleep,
  after: (milliseconds) => AbortSignal.timeout(milliseconds),
};

/** How long the outputs of what the rule stands on may take; in an update they are there, in a preview maybe never. */
const outputPatience = 5_000;

/** Runs before a weighted rule is updated. Throws where its weights must stay as they are; other changes are let through. */
export const gateBefore = async (
  hook: BeforeHookArgs,
  { rule, ...args }: GateArgs & { readonly rule: GatedRule },
  warn: (line: string) => void,
): Promise<void> => {
  const { isPreview, clock = machineClock } = args;
  try {
    const place = await orAborted(clock.after(outputPatience), placeOf(rule));
    const known = weightsIn(hook.oldInputs, place.groupArns);
    const wanted = weightsIn(hook.newInputs, place.groupArns);
    if (known.blue === wanted.blue && known.green === wanted.green) return;
    const images = imagesOf(rule.service, args.releases);
    const { service, floor } = rule;
    const { project, stack, activeBefore } = args;
    const names = { project, stack, cluster: place.clusterArn };
    const ports = createGatePorts({ aws: args.aws, clusterArn: place.clusterArn });
    const subject = { service, floor, ruleArn: hook.id, ...place, images, activeBefore, known, wanted };
    await passGate(subject, { ports, isPreview, names, clock, warn });
  } catch (error) {
    if (!isPreview) throw error;
    warn(`${rule.service}: this preview can't say whether its gate would open: ${String(error)}`);
  }
};

const placeOf = async ({ clusterArn, groupArns, ecsServices }: GatedRule) => ({
  clusterArn: await awaitOutput(clusterArn),
  groupArns: { blue: await awaitOutput(groupArns.blue), green: await awaitOutput(groupArns.green) },
  ecsServices: { blue: await awaitOutput(ecsServices.blue), green: await awaitOutput(ecsServices.green) },
});

const imagesOf = (service: string, releases: GateArgs["releases"]): Readonly<Record<Color, string>> => ({
  blue: releases.blue.images[service] ?? "",
  green: releases.green.images[service] ?? "",
});

/** The weights in a rule's inputs; a group that isn't there has none. */
const weightsIn = (inputs: unknown, groupArns: Readonly<Record<Color, string>>): Weights => {
  const groups = [inputs]
    .flatMap((rule) => listAt(rule, "actions"))
    .flatMap((action) => listAt(fieldOf(action, "forward"), "targetGroups"));
  const [blue = 0, green = 0] = colors.map((color) => {
    const weight = fieldOf(
      groups.find((group) => fieldOf(group, "arn") === groupArns[color]),
      "weight",
    );
    return typeof weight === "number" ? weight : 0;
  });
  return { blue, green };
};

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;

const listAt = (value: unknown, key: string): readonly unknown[] => {
  const list = fieldOf(value, key);
  return Array.isArray(list) ? list : [];
};
