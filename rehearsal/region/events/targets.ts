import { AwsError, type Operation } from "../operation";
import { putRecord, ruleOf } from "./rules";
import type { Target } from "./state";

/** Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html (targets per rule) */
const mostTargets = 5;
/** Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html */
const ageSeconds = [60, 86_400] as const;
const mostRetries = 185;

/** What PutTargets takes; of targets only queues and functions are modelled. */
export interface PutTargetsInput {
  readonly Rule?: string;
  readonly Targets?: readonly Target[];
}

/** Adds targets to a rule, or replaces those with the same id. */
export const putTargets: Operation<PutTargetsInput> = (state, { Rule, Targets = [] }) => {
  const rule = ruleOf(state, Rule);
  for (const target of Targets) requireTarget(target);
  const kept = rule.targets.filter(({ Id }) => !Targets.some((target) => target.Id === Id));
  const targets = [...kept, ...Targets];
  if (targets.length > mostTargets) {
    throw new AwsError("LimitExceededException", `The rule ${rule.name} can have ${mostTargets} targets.`);
  }
  return { state: putRecord(state, { ...rule, targets }), output: { FailedEntryCount: 0, FailedEntries: [] } };
};

const requireTarget = ({ Arn, RetryPolicy = {}, ...rest }: Target): void => {
  const unknown = Object.keys(rest).filter((name) => name !== "Id" && name !== "DeadLetterConfig");
  if (!/^arn:aws:(sqs|lambda):/.test(Arn) || unknown.length > 0) {
    const subject = unknown.length > 0 ? `targets with ${unknown.join(", ")}` : `the target ${Arn}`;
    throw new AwsError(
      "NotModelled",
      `The rehearsal's region does not model ${subject}; it delivers to queues and functions.`,
      501,
    );
  }
  const { MaximumEventAgeInSeconds: age = ageSeconds[1], MaximumRetryAttempts: retries = mostRetries } = RetryPolicy;
  if (age < ageSeconds[0] || age > ageSeconds[1] || retries < 0 || retries > mostRetries) {
    throw new AwsError(
      "ValidationException",
      `RetryPolicy has an age of ${age} s and ${retries} attempts: use ${ageSeconds.join(" to ")} s and 0 to ${mostRetries}.`,
    );
  }
};

/** Removes targets by id; one that isn't there is no error. */
export const removeTargets: Operation<{ readonly Rule?: string; readonly Ids?: readonly string[] }> = (
  state,
  { Rule, Ids = [] },
) => {
  const rule = ruleOf(state, Rule);
  const targets = rule.targets.filter(({ Id }) => !Ids.includes(Id));
  return { state: putRecord(state, { ...rule, targets }), output: { FailedEntryCount: 0, FailedEntries: [] } };
};

/** The targets of a rule. */
export const listTargetsByRule: Operation<{ readonly Rule?: string }, { readonly Targets: readonly Target[] }> = (
  state,
  { Rule },
) => ({ state, output: { Targets: ruleOf(state, Rule).targets } });
