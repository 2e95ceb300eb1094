import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Placeholders } from "./placeholders";
import { notModelled, validation } from "./refusals";
import { type Token, tokenize } from "./tokenize";

/** Something that has a value: an attribute of the item, or what the request says. */
export type Operand =
  | { readonly kind: "attribute"; readonly name: string }
  | { readonly kind: "value"; readonly value: AttributeValue };

/** Reads an expression from left to right; what isn't modelled is refused by name. */
export class ExpressionReader {
  private readonly tokens: readonly Token[];
  private position = 0;

  public constructor(
    private readonly what: "ConditionExpression" | "UpdateExpression",
    expression: string,
    private readonly placeholders: Placeholders,
  ) {
    this.tokens = tokenize(what, expression);
  }

  public get isAtEnd(): boolean {
    return this.position === this.tokens.length;
  }

  /** The next word in capitals without taking it, empty where there is none. */
  public get nextWord(): string {
    const token = this.tokens[this.position];
    return token?.kind === "word" ? token.text.toUpperCase() : "";
  }

  /** Takes the sign or the word (in any case) if it is the next one. */
  public takes(text: string): boolean {
    const token = this.tokens[this.position];
    const isNext = token?.kind === "word" ? token.text.toUpperCase() === text : token?.text === text;
    if (isNext) this.position += 1;
    return isNext;
  }

  /** Takes the sign, or refuses what stands there instead. */
  public expect(text: string): void {
    if (!this.takes(text)) throw this.syntaxError();
  }

  /** Takes one of the signs. */
  public takeOneOf<Sign extends string>(signs: readonly Sign[]): Sign {
    const found = signs.find((sign) => this.takes(sign));
    if (found === undefined) throw this.syntaxError();
    return found;
  }

  /** An attribute of the item. */
  public attribute(): string {
    const token = this.tokens[this.position];
    // Some 570 words are reserved: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html
    if (token?.kind === "word")
      throw notModelled(`the name ${token.text} in an expression without a placeholder (#name)`);
    if (token?.kind !== "name") throw this.syntaxError();
    this.position += 1;
    const next = this.tokens[this.position]?.text;
    if (next === "." || next === "[") throw notModelled(`a path inside ${token.text} in an expression`);
    return this.placeholders.name(token.text);
  }

  /** A value of the request. */
  public value(): AttributeValue {
    const token = this.tokens[this.position];
    if (token?.kind !== "value") throw this.syntaxError();
    this.position += 1;
    return this.placeholders.value(token.text);
  }

  /** An attribute or a value. */
  public operand(): Operand {
    return this.tokens[this.position]?.kind === "value"
      ? { kind: "value", value: this.value() }
      : { kind: "attribute", name: this.attribute() };
  }

  public syntaxError(): Error {
    const token = this.tokens[this.position]?.text ?? "<EOF>";
    const near = this.tokens.slice(Math.max(0, this.position - 1), this.position + 2).map(({ text }) => text);
    return validation(`Invalid ${this.what}: Syntax error; token: "${token}", near: "${near.join(" ")}"`);
  }
}
