import type { Declared } from "../cutover/declared";
import { type Color, colors } from "../cutover/plan-weights";
import type { StateResource } from "./parse-state";

/** An alarm about one colour of one service. */
export interface ColorAlarm {
  /** As AWS calls it. */
  readonly name: string;
  readonly color: Color;
}

/** The alarms of a stack, and the colours of services that nothing would ring for. */
export interface AlarmsPlan {
  readonly alarms: readonly ColorAlarm[];
  /** For example `green of web`. */
  readonly missing: readonly string[];
}

/** Finds the alarms by the target groups that they look at: the program's own ones, and any others of the stack. */
export const planAlarms = (resources: readonly StateResource[], groupArns: Declared["groupArns"]): AlarmsPlan => {
  const found = Object.entries(groupArns).flatMap(([service, arns]) =>
    colors.map((color) => ({
      place: `${color} of ${service}`,
      alarms: resources
        .filter(({ targetGroup }) => targetGroup !== undefined && arns[color].endsWith(`:${targetGroup}`))
        .map(({ id }) => ({ name: id, color })),
    })),
  );
  return {
    alarms: found.flatMap(({ alarms }) => alarms),
    missing: found.filter(({ alarms }) => alarms.length === 0).map(({ place }) => place),
  };
};
