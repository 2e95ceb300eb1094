import { isRecord, parseJson, textsAt, valueAt } from "./known-values";
import type { Values } from "./policy";

/** A statement of a policy document, single values as lists. */
export interface IamStatement {
  readonly isAllow: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** True where it names what it does *not* hold for: everything else, known or to come. */
  readonly isInverted: boolean;
  /** Keys of all conditions, such as `ecs:cluster`. */
  readonly conditionKeys: readonly string[];
  readonly principal: unknown;
}

/** The statements of a document as text or object; none where it isn't known. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export const iamStatements = (document: unknown): readonly IamStatement[] =>
  [valueAt(parseJson(document), "Statement")].flat().filter(isRecord).map(statementOf);

const statementOf = (statement: Values): IamStatement => ({
  isAllow: statement["Effect"] === "Allow",
  actions: textsAt(statement, "Action"),
  resources: textsAt(statement, "Resource"),
  isInverted: "NotAction" in statement || "NotResource" in statement,
  conditionKeys: conditionKeysOf(statement["Condition"]),
  principal: statement["Principal"],
});

const conditionKeysOf = (condition: unknown): readonly string[] =>
  isRecord(condition) ? Object.values(condition).filter(isRecord).flatMap(Object.keys) : [];
