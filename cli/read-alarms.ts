import { orAborted } from "../cutover/or-aborted";
import type { RampAlarm } from "../cutover/plan-ramp";
import type { ColorAlarm } from "./plan-alarms";
import { type AwsPorts, patience } from "./ports";

const known: readonly RampAlarm["state"][] = ["OK", "ALARM", "INSUFFICIENT_DATA"];

/** What each alarm says; those that AWS doesn't tell of, or nobody understands, are silent. Never throws. */
export const readAlarms = async (aws: AwsPorts, alarms: readonly ColorAlarm[]): Promise<readonly RampAlarm[]> => {
  const told = await askFor(aws, alarms);
  return alarms.map(({ name, color }) => ({ name, color, state: stateOf(told.get(name)) }));
};

const stateOf = (told: string | undefined): RampAlarm["state"] => known.find((state) => state === told) ?? "silent";

const askFor = async (aws: AwsPorts, alarms: readonly ColorAlarm[]): Promise<ReadonlyMap<string, string>> => {
  const signal = AbortSignal.timeout(patience);
  const names = alarms.map(({ name }) => name);
  try {
    const states = await orAborted(signal, aws.alarmStates(names, signal));
    return new Map(states.map(({ name, state }) => [name, state]));
  } catch {
    return new Map();
  }
};
