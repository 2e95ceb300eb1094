import type { QueueRecord } from "../sqs/state";

interface Statement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * Whether a queue's policy lets EventBridge send for a rule; without a policy nobody but the account may.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sqs-permissions
 */
export const maySend = (queue: QueueRecord, ruleArn: string, accountId: string): boolean => {
  const { Policy } = queue.attributes;
  if (Policy === undefined) return false;
  const { Statement: statements } = JSON.parse(Policy) as { readonly Statement?: Statement | readonly Statement[] };
  return listOf(statements).some(
    (statement) =>
      statement.Effect === "Allow" &&
      isEventBridge(statement.Principal) &&
      allows(statement.Action, "sqs:SendMessage") &&
      allows(statement.Resource, queue.queueArn) &&
      holds(statement.Condition, { "aws:SourceArn": ruleArn, "aws:SourceAccount": accountId }),
  );
};

const listOf = <Item>(value: Item | readonly Item[] | undefined): readonly Item[] => {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as Item];
};

const isEventBridge = (principal: unknown): boolean => {
  if (principal === "*") return true;
  const services = (principal as { readonly Service?: string | readonly string[] } | undefined)?.Service;
  return listOf(services).includes("events.amazonaws.com");
};

const allows = (patterns: unknown, text: string): boolean =>
  listOf(patterns).some((pattern) => fits(String(pattern), text));

/** Only comparisons of source ARN and account are understood; a condition of another kind holds for nobody here. */
const holds = (condition: Statement["Condition"] = {}, facts: Readonly<Record<string, string>>): boolean =>
  Object.entries(condition).every(
    ([operator, comparisons]) =>
      /^(Arn|String)(Equals|Like)$/.test(operator) &&
      Object.entries(comparisons).every(([key, patterns]) => {
        const fact = Object.entries(facts).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
        return fact !== undefined && allows(patterns, fact);
      }),
  );

const fits = (pattern: string, text: string): boolean => {
  const expression = pattern
    .split("*")
    .map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${expression}$`, "i").test(text);
};
