/** How many resources an operation touched, and which. */
export interface Changes {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  readonly replace: number;
  readonly same: number;
  /** URNs of the updated resources, in the engine's order. */
  readonly updates: readonly string[];
  /** Every operation but `same`, in the engine's order, with the inputs that differ where the engine tells them. */
  readonly steps: readonly Step[];
}

/** One operation on one resource. */
export interface Step {
  /** `create`, `update`, `delete`, `replace`, `create-replacement`, `delete-replaced`, `read`, … */
  readonly operation: string;
  readonly urn: string;
  readonly type: string;
  readonly differingInputs: readonly string[];
}

/** Reads the lines that `--event-log` wrote; an interrupted engine may leave the last one unfinished. */
export const parseEngineEvents = (text: string): Changes => {
  const all = text
    .split("\n")
    .map(parseStep)
    .filter((step) => step !== undefined);
  const count = (operation: string): number => all.filter((step) => step.operation === operation).length;
  return {
    create: count("create"),
    update: count("update"),
    delete: count("delete"),
    replace: count("replace"),
    same: count("same"),
    updates: all.filter(({ operation }) => operation === "update").map(({ urn }) => urn),
    steps: all.filter(({ operation }) => operation !== "same"),
  };
};

/** A step is told once before it is taken (`resourcePreEvent`); what else the log holds is output and progress. */
const parseStep = (line: string): Step | undefined => {
  const metadata = asRecord(asRecord(asRecord(parseJson(line))["resourcePreEvent"])["metadata"]);
  const { op, urn, type, diffs } = metadata;
  if (typeof op !== "string" || typeof urn !== "string") return undefined;
  const differingInputs = Array.isArray(diffs) ? diffs.map(String) : [];
  return { operation: op, urn, type: String(type), differingInputs };
};

const parseJson = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
