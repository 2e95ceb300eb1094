import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { validation } from "./refusals";

/** What a request says about its placeholders. */
export interface PlaceholderInput {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>> | undefined;
}

/** The `#names` and `:values` of a request; each must be defined, and each that is defined must be used. */
export class Placeholders {
  private readonly used = new Set<string>();

  public constructor(private readonly input: PlaceholderInput) {}

  /** The attribute that a `#name` stands for. */
  public name(placeholder: string): string {
    const name = this.input.ExpressionAttributeNames?.[placeholder];
    this.used.add(placeholder);
    if (name !== undefined) return name;
    throw validation(
      `An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
    );
  }

  /** What a `:value` stands for. */
  public value(placeholder: string): AttributeValue {
    const value = this.input.ExpressionAttributeValues?.[placeholder];
    this.used.add(placeholder);
    if (value !== undefined) return value;
    throw validation(
      `An expression attribute value used in expression is not defined; attribute value: ${placeholder}`,
    );
  }

  /** Refuses what no expression used: most often a typing mistake. */
  public refuseUnused(): void {
    for (const member of ["ExpressionAttributeNames", "ExpressionAttributeValues"] as const) {
      const unused = Object.keys(this.input[member] ?? {}).filter((placeholder) => !this.used.has(placeholder));
      if (unused.length > 0)
        throw validation(`Value provided in ${member} unused in expressions: keys: {${unused.join(", ")}}`);
    }
  }
}
