import type { Declared } from "../cutover/declared";
import { type Color, colors } from "../cutover/plan-weights";
import type { StackState, StateResource } from "./parse-state";

/** What an update may touch, by URN; everything else stays as it is, even where it is behind the config. */
export interface CutoverTargets {
  /** The weighted rule of each service. */
  readonly rules: Readonly<Record<string, string>>;
  readonly record: string;
  /** The frontend's pointer; absent where there is no frontend. */
  readonly pointer?: string;
}

/** The resources of a cutover, or the services whose rule isn't in the state: those were never deployed to the end. */
export type CutoverTargetsPlan =
  | { readonly kind: "targets"; readonly targets: CutoverTargets }
  | { readonly kind: "missing"; readonly what: readonly string[] };

/**
 * Finds the resources of a cutover by what AWS calls them.
 * @param declaredName - the name of the SSM parameter `declared`
 */
export const planCutoverTargets = (
  { resources }: StackState,
  { ruleArns }: Declared,
  declaredName: string,
): CutoverTargetsPlan => {
  const urnOf = (type: string, id: string): string | undefined =>
    resources.find((resource) => resource.type === type && resource.id === id)?.urn;
  const rules: Record<string, string> = {};
  const lost: string[] = [];
  for (const [service, arn] of Object.entries(ruleArns)) {
    const urn = urnOf("aws:lb/listenerRule:ListenerRule", arn);
    if (urn === undefined) lost.push(`the weighted rule of ${service}`);
    else rules[service] = urn;
  }
  const record = urnOf("aws:ssm/parameter:Parameter", declaredName);
  if (record === undefined) return { kind: "missing", what: [...lost, "the record `declared`"] };
  if (lost.length > 0) return { kind: "missing", what: lost };
  const pointer = resources.find(({ type }) => type === pointerType)?.urn;
  return { kind: "targets", targets: { rules, record, ...(pointer === undefined ? {} : { pointer }) } };
};

/** The frontend's pointer. */
export const pointerType = "aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey";

/** Every URN of a cutover, rules first. */
export const targetUrns = ({ rules, record, pointer }: CutoverTargets): readonly string[] => [
  ...Object.values(rules),
  record,
  ...(pointer === undefined ? [] : [pointer]),
];

const warmTypes = [
  "aws:ecs/taskDefinition:TaskDefinition",
  "aws:ecs/service:Service",
  "aws:appautoscaling/target:Target",
];

/** Named after the colour's service and what they do: `web-green-requests`. */
const scalingTypes = ["aws:appautoscaling/policy:Policy", "aws:appautoscaling/scheduledAction:ScheduledAction"];

/** What one colour's tasks are made of: their definitions, services and sizes, and what scales them. */
export const planWarmTargets = ({ resources }: StackState, color: Color): readonly string[] => {
  const own = resources.filter(({ type, name }) => warmTypes.includes(type) && colorOf(name) === color);
  const isOfOwn = (scaling: StateResource): boolean => own.some(({ name }) => scaling.name.startsWith(`${name}-`));
  const scaling = resources.filter((resource) => scalingTypes.includes(resource.type) && isOfOwn(resource));
  return [...own, ...scaling].map(({ urn }) => urn);
};

const colorOf = (name: StateResource["name"]): Color | undefined => colors.find((color) => name.endsWith(`-${color}`));
