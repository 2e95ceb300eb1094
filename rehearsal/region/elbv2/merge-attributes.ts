import { invalid, notModelled } from "./refusals";
import type { Attributes } from "./state";

/** Seconds. Sources: the pages in default-attributes.ts. */
const ranges: Readonly<Record<string, readonly [number, number]>> = {
  "client_keep_alive.seconds": [60, 604_800],
  "deregistration_delay.timeout_seconds": [0, 3600],
  "idle_timeout.timeout_seconds": [1, 4000],
};

/** Attributes that change how traffic flows in ways which the data plane doesn't follow: only these values are taken. */
const onlyModelled: Readonly<Record<string, readonly string[]>> = {
  "load_balancing.algorithm.type": ["round_robin"],
  "slow_start.duration_seconds": ["0"],
  "stickiness.enabled": ["false"],
};

/** The attributes after a change; keys that AWS doesn't know for this resource are refused. */
export const mergeAttributes = (
  before: Attributes,
  changes: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined,
): Attributes => {
  if (changes === undefined || changes.length === 0) throw invalid("Attributes is empty: pass at least one.");
  const checked = changes.map(({ Key = "", Value = "" }) => {
    if (!(Key in before)) {
      throw invalid(`The attribute key '${Key}' is not known: use one of ${Object.keys(before).join(", ")}.`);
    }
    checkValue(Key, Value);
    return [Key, Value] as const;
  });
  return { ...before, ...Object.fromEntries(checked) };
};

const checkValue = (key: string, value: string): void => {
  const [low, high] = ranges[key] ?? [];
  if (low !== undefined && high !== undefined && !(/^\d+$/.test(value) && +value >= low && +value <= high)) {
    throw invalid(`The attribute ${key} is '${value}': it must be a whole number of seconds from ${low} to ${high}.`);
  }
  if (onlyModelled[key]?.includes(value) === false) throw notModelled(`the attribute ${key}=${value}`);
};
