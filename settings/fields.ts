import type { Kind } from "./kinds";
import { isMissing, type Problems, shown } from "./problems";

/** Looks a config key up: a text as Pulumi hands it over, or a value as YAML holds it. */
export type ConfigLookup = (key: string) => unknown;

/** The keys of one config object; every key that is asked for is known, all others are mistakes. */
export class Fields {
  private readonly asked = new Set<string>();

  public constructor(
    private readonly path: string,
    private readonly values: Readonly<Record<string, unknown>>,
    private readonly problems: Problems,
  ) {}

  /** The names of all keys that are set. */
  public get keys(): readonly string[] {
    return Object.keys(this.values).filter((key) => !isMissing(this.values[key]));
  }

  /** The full name of a key, for messages. */
  public pathOf(key: string): string {
    return this.path === "" ? key : `${this.path}.${key}`;
  }

  /** The value of a key that must be set. */
  public required<Value>(key: string, kind: Kind<Value>): Value {
    const raw = this.raw(key);
    const value = isMissing(raw) ? undefined : kind.parse(raw);
    if (value === undefined) this.refuse(key, kind.allowed);
    return value ?? kind.example;
  }

  /** The value of a key, or its default if it isn't set. */
  public withDefault<Value>(key: string, kind: Kind<Value>, byDefault: Value): Value {
    return this.isSet(key) ? this.required(key, kind) : byDefault;
  }

  /** The value of a key that may be left out. */
  public optional<Value>(key: string, kind: Kind<Value>): Value | undefined {
    return this.isSet(key) ? this.required(key, kind) : undefined;
  }

  /** Whether a key is set, whatever its value: all that may be known of a secret here. */
  public isSet(key: string): boolean {
    return !isMissing(this.raw(key));
  }

  /** Whether a key is kept encrypted, as `secure: ...` in a stack file. */
  public isSecret(key: string): boolean {
    const value = this.raw(key);
    return isObject(value) && "secure" in value;
  }

  /** The keys inside an object; none if it isn't set. */
  public object(key: string): Fields {
    const value = parsedJson(this.raw(key));
    if (isObject(value)) return new Fields(this.pathOf(key), value, this.problems);
    if (!isMissing(value)) this.refuse(key, "an object");
    return new Fields(this.pathOf(key), {}, this.problems);
  }

  /** An object whose keys are free and whose values are all of one kind; empty if it isn't set. */
  public record<Value>(key: string, kind: Kind<Value>): Readonly<Record<string, Value>> {
    const fields = this.object(key);
    return Object.fromEntries(fields.keys.map((entry) => [entry, fields.required(entry, kind)]));
  }

  /** A list of values of one kind, or the default if it isn't set. */
  public list<Value>(key: string, kind: Kind<Value>, byDefault: readonly Value[]): readonly Value[] {
    const value = parsedJson(this.raw(key));
    if (isMissing(value)) return byDefault;
    if (!Array.isArray(value)) this.refuse(key, "a list");
    const items = new Fields(this.pathOf(key), Array.isArray(value) ? { ...value } : {}, this.problems);
    return items.keys.map((index) => items.required(index, kind));
  }

  /** A list of objects, each with keys of its own; empty if it isn't set. */
  public objects(key: string): readonly Fields[] {
    const value = parsedJson(this.raw(key));
    if (isMissing(value)) return [];
    if (!Array.isArray(value)) this.refuse(key, "a list");
    const items = new Fields(this.pathOf(key), Array.isArray(value) ? { ...value } : {}, this.problems);
    return items.keys.map((index) => items.object(index));
  }

  /** Notes that a key's value isn't allowed. */
  public refuse(key: string, allowed: string, got = shown(this.raw(key))): void {
    this.problems.add(this.pathOf(key), got, allowed);
  }

  /** Whether the key, or anything inside it, was wrong so far. */
  public isWrong(key: string): boolean {
    return this.problems.has(this.pathOf(key));
  }

  /** Notes every key that was never asked for: a typo would otherwise be a setting that silently does nothing. */
  public refuseUnknownKeys(): void {
    const known = [...this.asked].sort();
    for (const key of this.keys.filter((candidate) => !this.asked.has(candidate))) {
      const meant = known.find((candidate) => editDistance(candidate, key) <= 2);
      const suggestion = meant === undefined ? "" : ` (did you mean ${meant}?)`;
      this.refuse(key, known.join(", ") + suggestion, "an unknown key");
    }
  }

  private raw(key: string): unknown {
    this.asked.add(key);
    return Object.hasOwn(this.values, key) ? this.values[key] : undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Pulumi hands objects and lists to a program as JSON. */
export const parsedJson = (raw: unknown): unknown => {
  if (typeof raw !== "string") return raw;
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
};

/** How many letters must be added, removed or changed, whatever their case. */
const editDistance = (one: string, other: string): number => {
  let distances = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...one.toLowerCase()].entries()) {
    const next = [row + 1];
    for (const [column, candidate] of [...other.toLowerCase()].entries()) {
      const replaced = (distances[column] ?? 0) + (letter === candidate ? 0 : 1);
      next.push(Math.min(replaced, (distances[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    distances = next;
  }
  return distances.at(-1) ?? 0;
};
