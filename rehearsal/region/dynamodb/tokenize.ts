import { validation } from "./refusals";

/** One sign of an expression. */
export interface Token {
  readonly kind: "word" | "name" | "value" | "sign";
  readonly text: string;
}

const pattern =
  /\s*(?:(?<name>#[A-Za-z0-9_]+)|(?<value>:[A-Za-z0-9_]+)|(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<sign><=|>=|<>|[=<>(),+.[\]-]))/y;

/** Cuts an expression into its signs. @param what - the parameter, for messages: `ConditionExpression` */
export const tokenize = (what: string, expression: string): readonly Token[] => {
  const tokens: Token[] = [];
  const text = expression.trim();
  pattern.lastIndex = 0;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const groups = pattern.exec(text)?.groups;
    const [kind, found] = Object.entries(groups ?? {}).find(([, part]) => part !== undefined) ?? [];
    if (found === undefined)
      throw validation(
        `Invalid ${what}: Syntax error; token: "${text.charAt(at)}", near: "${text.slice(at, at + 20)}"`,
      );
    tokens.push({ kind: kind as Token["kind"], text: found });
  }
  if (tokens.length === 0) throw validation(`Invalid ${what}: The expression can not be empty;`);
  return tokens;
};
