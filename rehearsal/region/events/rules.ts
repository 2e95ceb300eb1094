import { AwsError, type Operation } from "../operation";
import type { RegionState } from "../state";
import { parsePattern } from "./match-pattern";
import { parseRate } from "./schedule";
import type { EventRuleRecord } from "./state";

// The SDK's client for EventBridge isn't among our packages: only the provider sends these calls.
// Names as in https://docs.aws.amazon.com/eventbridge/latest/APIReference/
interface NamedInput {
  readonly Name?: string;
}

/** What PutRule takes here; other buses are not modelled. */
export interface PutRuleInput extends NamedInput {
  readonly EventPattern?: string;
  readonly ScheduleExpression?: string;
  readonly EventBusName?: string;
  readonly State?: string;
  readonly Description?: string;
  readonly Tags?: EventRuleRecord["tags"];
}

/** What DescribeRule answers. */
export interface DescribeRuleOutput {
  readonly Name: string;
  readonly Arn: string;
  readonly EventPattern?: string;
  readonly ScheduleExpression?: string;
  readonly State: string;
  readonly Description?: string;
}

/** Creates a rule or replaces what the one with its name says; its targets stay. */
export const putRule: Operation<PutRuleInput, { readonly RuleArn: string }> = (state, input, context) => {
  const { accountId, region } = context;
  const name = input.Name ?? "";
  if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(name)) {
    throw new AwsError(
      "ValidationException",
      `Rule name ${JSON.stringify(name)} is not allowed: use 1 to 64 letters, digits, dots, _ or -.`,
    );
  }
  refuseUnmodelled(input);
  requireReason(input);
  const existing = state.events.rules[name];
  const rule: EventRuleRecord = {
    name,
    arn: `arn:aws:events:${region}:${accountId}:rule/${name}`,
    eventPattern: input.EventPattern ?? "",
    ...scheduleOf(input, existing, context.now),
    state: input.State === "DISABLED" ? "DISABLED" : "ENABLED",
    ...(input.Description === undefined ? {} : { description: input.Description }),
    tags: existing?.tags ?? input.Tags ?? [],
    targets: existing?.targets ?? [],
  };
  return { state: putRecord(state, rule), output: { RuleArn: rule.arn } };
};

/** Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const requireReason = ({ EventPattern, ScheduleExpression }: PutRuleInput): void => {
  if (EventPattern !== undefined || ScheduleExpression === undefined) parsePattern(EventPattern ?? "");
};

/** The first run comes when a period has passed, and a rule that is put again with the same schedule keeps its time. */
const scheduleOf = (
  { ScheduleExpression: expression }: PutRuleInput,
  existing: EventRuleRecord | undefined,
  now: number,
): Pick<EventRuleRecord, "schedule"> => {
  if (expression === undefined) return {};
  const nextAt = now + parseRate(expression);
  return { schedule: existing?.schedule?.expression === expression ? existing.schedule : { expression, nextAt } };
};

const refuseUnmodelled = ({ EventBusName = "default", State = "ENABLED" }: PutRuleInput): void => {
  const refusals: readonly (readonly [boolean, string])[] = [
    [EventBusName !== "default", `the event bus ${EventBusName}`],
    [State !== "ENABLED" && State !== "DISABLED", `rules in state ${State}`],
  ];
  const refused = refusals.find(([isUsed]) => isUsed);
  if (refused === undefined) return;
  throw new AwsError("NotModelled", `The rehearsal's region does not model ${refused[1]} in EventBridge.`, 501);
};

/** One rule. */
export const describeRule: Operation<NamedInput, DescribeRuleOutput> = (state, input) => ({
  state,
  output: describe(ruleOf(state, input.Name)),
});

/** All rules whose names begin so. */
export const listRules: Operation<{ readonly NamePrefix?: string }> = (state, { NamePrefix = "" }) => {
  const rules = Object.values(state.events.rules).filter(({ name }) => name.startsWith(NamePrefix));
  return { state, output: { Rules: rules.map(describe) } };
};

/** The rule matches events again. */
export const enableRule: Operation<NamedInput> = (state, input) => ({
  state: putRecord(state, { ...ruleOf(state, input.Name), state: "ENABLED" }),
  output: {},
});

/** The rule matches no event until it is enabled. */
export const disableRule: Operation<NamedInput> = (state, input) => ({
  state: putRecord(state, { ...ruleOf(state, input.Name), state: "DISABLED" }),
  output: {},
});

/** A rule goes when it has no targets; one that isn't there is no error. */
export const deleteRule: Operation<NamedInput> = (state, { Name = "" }) => {
  if ((state.events.rules[Name]?.targets.length ?? 0) > 0) {
    throw new AwsError("ValidationException", "Rule can't be deleted since it has targets.");
  }
  const { [Name]: _deleted, ...rules } = state.events.rules;
  return { state: { ...state, events: { ...state.events, rules } }, output: {} };
};

/** The rule by name; refuses what isn't there. */
export const ruleOf = (state: RegionState, name: string | undefined): EventRuleRecord => {
  const rule = state.events.rules[name ?? ""];
  if (rule === undefined)
    throw new AwsError("ResourceNotFoundException", `Rule ${name} does not exist on EventBus default.`);
  return rule;
};

/** The region with this rule added or replaced. */
export const putRecord = (state: RegionState, rule: EventRuleRecord): RegionState => ({
  ...state,
  events: { ...state.events, rules: { ...state.events.rules, [rule.name]: rule } },
});

const describe = ({ name, arn, eventPattern, schedule, state, description }: EventRuleRecord): DescribeRuleOutput => ({
  Name: name,
  Arn: arn,
  ...(eventPattern === "" ? {} : { EventPattern: eventPattern }),
  ...(schedule === undefined ? {} : { ScheduleExpression: schedule.expression }),
  State: state,
  ...(description === undefined ? {} : { Description: description }),
});
