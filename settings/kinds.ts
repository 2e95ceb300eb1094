/** What values a config key may have. */
export interface Kind<Value> {
  /** The values for people, as it stands after "allowed: ". */
  readonly allowed: string;
  /** A value that stands in for a wrong one while the rest is still being checked. */
  readonly example: Value;
  /** The value, or `undefined` if it isn't one of this kind. */
  readonly parse: (raw: unknown) => Value | undefined;
}

/** A whole number; `pulumi config set` writes numbers as texts, so these count too. */
export const integer = (minimum: number, maximum: number): Kind<number> => ({
  allowed: `a whole number from ${minimum} to ${maximum}`,
  example: minimum,
  parse: (raw) => {
    const value = typeof raw === "string" && /^-?\d{1,15}$/.test(raw) ? Number(raw) : raw;
    return typeof value === "number" && Number.isInteger(value) && value >= minimum && value <= maximum
      ? value
      : undefined;
  },
});

/** A number with decimals; `pulumi config set` writes numbers as texts, so these count too. */
export const decimal = (minimum: number, maximum: number): Kind<number> => ({
  allowed: `a number from ${minimum} to ${maximum}`,
  example: minimum,
  parse: (raw) => {
    const value = typeof raw === "string" && /^\d{1,9}(\.\d{1,9})?$/.test(raw) ? Number(raw) : raw;
    return typeof value === "number" && value >= minimum && value <= maximum ? value : undefined;
  },
});

/** One of a closed list of texts. */
export const oneOf = <Value extends string>(values: readonly [Value, ...Value[]]): Kind<Value> => ({
  allowed: values.join(", "),
  example: values[0],
  parse: (raw) => values.find((value) => value === raw),
});

/** One of a closed list of numbers. */
export const oneOfNumbers = (values: readonly [number, ...number[]]): Kind<number> => ({
  allowed: values.join(", "),
  example: values[0],
  parse: (raw) => values.find((value) => value === raw || String(value) === raw),
});

/** A text of a grammar. */
export const text = (pattern: RegExp, allowed: string, example = ""): Kind<string> => ({
  allowed,
  example,
  parse: (raw) => (typeof raw === "string" && pattern.test(raw) ? raw : undefined),
});

/** Yes or no. */
export const flag: Kind<boolean> = {
  allowed: "true, false",
  example: false,
  parse: (raw) => (raw === true || raw === "true" ? true : raw === false || raw === "false" ? false : undefined),
};

/** A text, or a number or yes/no that stands for one, as YAML turns them into such. */
export const scalar: Kind<string> = {
  allowed: "a text, a number, true or false",
  example: "",
  parse: (raw) =>
    typeof raw === "string" || typeof raw === "number" || typeof raw === "boolean" ? String(raw) : undefined,
};
