import { AwsError, type CallContext } from "../operation";
import type { RegionState } from "../state";
import { deliver } from "./deliver";
import { envelopeOf } from "./envelope";
import type { EventRuleRecord } from "./state";

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/**
 * The time between two runs of a rule; of schedules only rates are modelled.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html#eb-rate-expressions
 */
export const parseRate = (expression: string): number => {
  const [, count = "", unit = "", plural = ""] = /^rate\((\d{1,6}) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  if (expression.startsWith("cron("))
    throw new AwsError("NotModelled", "The rehearsal's region does not model cron rules in EventBridge.", 501);
  // 1 minute, but 5 minutes.
  if (Number(count) < 1 || (count === "1") === (plural === "s"))
    throw new AwsError("ValidationException", "Parameter ScheduleExpression is not valid.");
  return Number(count) * unitMs[unit as keyof typeof unitMs];
};

/** Runs what is due: an event to every target, and what was missed only once. */
export const runSchedules = (state: RegionState, context: CallContext): RegionState => {
  if (!state.events.runsSchedules) return state;
  return Object.values(state.events.rules)
    .filter(({ schedule }) => schedule !== undefined && schedule.nextAt <= context.now)
    .reduce((current, rule) => run(current, rule, context), state);
};

const run = (state: RegionState, rule: EventRuleRecord, context: CallContext): RegionState => {
  const { schedule, arn, targets } = rule;
  if (schedule === undefined) return state;
  const nextAt = context.now + parseRate(schedule.expression);
  const next: EventRuleRecord = { ...rule, schedule: { ...schedule, nextAt } };
  const rules = { ...state.events.rules, [rule.name]: next };
  const ran: RegionState = { ...state, events: { ...state.events, rules } };
  if (rule.state === "DISABLED") return ran;
  const event = { source: "aws.events", detailType: "Scheduled Event", resources: [arn], detail: {} };
  const body = JSON.stringify(envelopeOf(event, context));
  const delivery = { ruleArn: arn, body, emittedAt: context.now, retries: 0, nextAt: context.now };
  return targets.reduce((current, target) => deliver(current, { ...delivery, target }, context), ran);
};
