import { type Declared, parseDeclared } from "../cutover/declared";
import { planReadBack } from "../cutover/plan-read-back";
import { type Color, colors } from "../cutover/plan-weights";
import type { LiveBounds } from "./plan-bounds";
import type { PhaseFacts, StandbyNote } from "./plan-phase";
import { resourceIdOf, type StandbyConfig, type StandbyPorts, type StandbyService } from "./ports";
import { parseStandbyNote } from "./standby-note";

/** A service with the bounds that both of its colours have now. */
export interface LiveService extends StandbyService {
  readonly live: Readonly<Record<Color, LiveBounds>>;
}

/** What one look finds. */
export interface StandbyFacts {
  readonly note: StandbyNote;
  readonly record: Declared;
  readonly phase: PhaseFacts;
  /** Those that are in the record and have both scalable targets. */
  readonly services: readonly LiveService[];
}

/** How long the load balancer may take to tell its rules. Milliseconds. */
const patience = 10_000;

/** Reads both records, the rules and the bounds; throws where any of them can't be read. */
export const readStandby = async (config: StandbyConfig, ports: StandbyPorts): Promise<StandbyFacts> => {
  const [declared, note] = await Promise.all([
    ports.parameters.get(config.declaredParameter),
    ports.parameters.get(config.standbyParameter),
  ]);
  const record = parseDeclared(declared.value);
  const [isReadBack, services] = await Promise.all([isAsDeclared(record, ports), readServices(record, config, ports)]);
  const { version, changedAt } = declared;
  return {
    note: parseStandbyNote(note.value),
    record,
    phase: {
      version,
      changedAt,
      serving: record.activeColor ?? (record.weights.green > record.weights.blue ? "green" : "blue"),
      weights: record.weights,
      isReadBack,
      holdSeconds: config.holdSeconds,
      now: ports.now(),
    },
    services,
  };
};

/** Whether every rule does what the record says. */
export const isAsDeclared = async (record: Declared, { rules }: Pick<StandbyPorts, "rules">): Promise<boolean> => {
  const live = await rules.describe(Object.values(record.ruleArns), AbortSignal.timeout(patience));
  return planReadBack(record, live).every(({ kind }) => kind === "as-declared");
};

const readServices = async (
  { groupArns }: Declared,
  config: StandbyConfig,
  { targets }: StandbyPorts,
): Promise<readonly LiveService[]> => {
  const known = config.services.filter(({ name }) => groupArns[name] !== undefined);
  const ids = known.flatMap((service) => colors.map((color) => resourceIdOf(config, service, color)));
  const bounds = await targets.describe(ids);
  return known.flatMap((service) => {
    const [blue, green] = colors.map((color) => bounds.get(resourceIdOf(config, service, color)));
    return blue === undefined || green === undefined ? [] : [{ ...service, live: { blue, green } }];
  });
};
