import type { ScaleOutSettings } from "../../scale-out/create-handler";

/** The function's environment variables, all of them required. */
export interface ScaleOutEnvironment {
  readonly CLUSTER_ARN: string;
  readonly FLEET_ID: string;
  /** The attribute of container instances that says `spot` or `on-demand`. */
  readonly PURCHASE_ATTRIBUTE: string;
  /** Spot instances at most: 0 to 1000. */
  readonly MAXIMUM_TARGET: string;
  /** Tasks that each service finds room for at once: 0 to 100. */
  readonly SPARE_TASKS: string;
}

/** What the environment says. */
export interface ScaleOutFunctionSettings extends ScaleOutSettings {
  readonly clusterArn: string;
}

type Name = keyof ScaleOutEnvironment;

/** Reads the environment; throws one error that lists every problem, so that a bad one fails the cold start. */
export const parseScaleOutSettings = (
  environment: Readonly<Record<string, string | undefined>>,
): ScaleOutFunctionSettings => {
  const problems: string[] = [];
  const text = (name: Name, pattern: RegExp, allowed: string): string => {
    const value = environment[name] ?? "";
    if (!pattern.test(value)) problems.push(`${name} is ${JSON.stringify(value)}: it must be ${allowed}.`);
    return value;
  };
  const count = (name: Name, maximum: number): number => {
    const value = Number(text(name, /^\d{1,6}$/, `a whole number from 0 to ${maximum}`));
    if (value > maximum) problems.push(`${name} is "${value}": it must be at most ${maximum}.`);
    return value;
  };
  const settings = {
    clusterArn: text("CLUSTER_ARN", /^arn:aws[a-z-]*:ecs:[a-z0-9-]+:\d{12}:cluster\/./, "the ARN of a cluster"),
    fleetId: text("FLEET_ID", /^sfr-[0-9a-f-]+$/, "the id of a Spot Fleet request"),
    purchaseAttribute: text("PURCHASE_ATTRIBUTE", /./, "the name of an attribute"),
    limits: { maximumTarget: count("MAXIMUM_TARGET", 1000), spareTasks: count("SPARE_TASKS", 100) },
  };
  if (problems.length > 0) throw new Error(`The scale-out function can't start:\n${problems.join("\n")}`);
  return settings;
};
