import type { Declared } from "./declared";
import { type Color, colors, type Weights } from "./plan-weights";

/** What a rule forwards to, as the load balancer tells it. */
export interface LiveRule {
  readonly ruleArn: string;
  readonly groups: readonly LiveGroup[];
}

/** One target group in a rule's forward action. */
export interface LiveGroup {
  readonly groupArn: string;
  readonly weight: number;
}

/** What the load balancer does for one service, compared with what was declared. */
export type ServiceReadBack = { readonly service: string } & (
  | { readonly kind: "as-declared"; readonly weights: Weights }
  | { readonly kind: "weights-differ"; readonly weights: Weights }
  /** A colour's group is not in the rule, or a group is there that is neither colour's. */
  | { readonly kind: "groups-differ"; readonly missing: readonly Color[]; readonly foreign: readonly LiveGroup[] }
  | { readonly kind: "rule-missing" }
);

/** Compares every declared rule with the live ones; sorted by service. */
export const planReadBack = (declared: Declared, rules: readonly LiveRule[]): readonly ServiceReadBack[] => {
  const live = new Map(rules.map((rule) => [rule.ruleArn, rule]));
  return Object.entries(declared.ruleArns)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([service, ruleArn]) =>
      readBackOf({ service, groupArns: declared.groupArns[service] }, declared.weights, live.get(ruleArn)),
    );
};

interface DeclaredService {
  readonly service: string;
  readonly groupArns: Readonly<Record<Color, string>> | undefined;
}

const readBackOf = (
  { service, groupArns }: DeclaredService,
  declared: Weights,
  rule: LiveRule | undefined,
): ServiceReadBack => {
  if (rule === undefined) return { service, kind: "rule-missing" };
  const weightOf = (color: Color): number | undefined =>
    rule.groups.find(({ groupArn }) => groupArn === groupArns?.[color])?.weight;
  const [blue, green] = [weightOf("blue"), weightOf("green")];
  const own: readonly (string | undefined)[] = colors.map((color) => groupArns?.[color]);
  const foreign = rule.groups.filter(({ groupArn }) => !own.includes(groupArn));
  if (blue === undefined || green === undefined || foreign.length > 0) {
    const missing = colors.filter((color) => weightOf(color) === undefined);
    return { service, kind: "groups-differ", missing, foreign };
  }
  const isAsDeclared = blue === declared.blue && green === declared.green;
  return { service, kind: isAsDeclared ? "as-declared" : "weights-differ", weights: { blue, green } };
};
