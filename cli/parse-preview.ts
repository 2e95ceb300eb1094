import { isDeepStrictEqual } from "node:util";
import { asList, asRecord } from "./as-record";
/** What `pulumi preview --json` says. */
export interface Preview {
  /** The URNs of everything that the program declares. */
  readonly declared: ReadonlySet<string>;
  /** Every operation that changes something, in the engine's order. */
  readonly steps: readonly PreviewStep[];
  /** Warnings and errors of program, hooks and engine. */
  readonly diagnostics: readonly Diagnostic[];
}

/** One operation that an update would do. */
export interface PreviewStep {
  /** `create`, `update`, `delete`, `replace`, … */
  readonly operation: string;
  readonly urn: string;
  /** The names of the inputs that would differ, sorted. */
  readonly differing: readonly string[];
  /** Where a listener rule would forward to. */
  readonly groups: readonly { readonly arn: unknown; readonly weight: unknown }[];
  /** The weights that a parameter would record; undefined where it records none. */
  readonly weights: { readonly blue: unknown; readonly green: unknown } | undefined;
  /** What a key of a KeyValueStore says and would say. */
  readonly values: { readonly before: unknown; readonly after: unknown };
}

/** One message. */
export interface Diagnostic {
  /** `warning`, `error`, `info`, … */
  readonly severity: string;
  readonly message: string;
}

/** Reads the preview; undefined where the text is none, because the command failed before. */
export const parsePreview = (text: string): Preview | undefined => {
  const preview = parseObject(text);
  if (preview === undefined) return undefined;
  const { steps, diagnostics } = preview;
  const all = asList(steps).map(toStep);
  return {
    declared: new Set(all.filter(({ operation }) => operation !== "delete").map(({ urn }) => urn)),
    steps: all.filter(({ operation }) => !unchanging.includes(operation)),
    diagnostics: asList(diagnostics).map(toDiagnostic),
  };
};

/** Reading what is there changes nothing either. */
const unchanging: readonly string[] = ["same", "refresh"];

const parseObject = (text: string): Record<string, unknown> | undefined => {
  try {
    return asRecord(JSON.parse(text));
  } catch {
    return undefined;
  }
};

const toStep = (step: unknown): PreviewStep => {
  const { op, urn, oldState, newState } = asRecord(step);
  const [before, after] = [inputsOf(oldState), inputsOf(newState)];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return {
    operation: String(op),
    urn: String(urn),
    // The provider's own diff also names outputs, and says which ones in a form of its own.
    differing: [...keys].filter((key) => !isDeepStrictEqual(before[key], after[key])).sort(),
    groups: asList(after["actions"]).flatMap(groupsOf),
    weights: weightsOf(after["insecureValue"]),
    values: { before: before["value"], after: after["value"] },
  };
};

const groupsOf = (action: unknown): PreviewStep["groups"] =>
  asList(asRecord(asRecord(action)["forward"])["targetGroups"])
    .map(asRecord)
    .map(({ arn, weight }) => ({ arn, weight }));

const weightsOf = (text: unknown): PreviewStep["weights"] => {
  const { weights } = parseObject(String(text)) ?? {};
  const { blue, green } = asRecord(weights);
  return weights === undefined ? undefined : { blue, green };
};

/** Without the list of defaults that the provider keeps among the inputs. */
const inputsOf = (state: unknown): Record<string, unknown> => {
  const { __defaults: _defaults, ...inputs } = asRecord(asRecord(state)["inputs"]);
  return inputs;
};

const toDiagnostic = (diagnostic: unknown): Diagnostic => {
  const { severity, message } = asRecord(diagnostic);
  return {
    severity: String(severity),
    message: String(message)
      .replace(/^(warning|error): /, "")
      .trim(),
  };
};
