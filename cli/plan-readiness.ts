import { type Color, otherColor } from "../cutover/plan-weights";

/** How many targets of a colour are healthy, of how many. */
export interface ColorHealth {
  readonly healthy: number;
  readonly total: number;
}

/** By service, then colour; undefined where AWS didn't say. */
export type Health = Readonly<Record<string, Readonly<Record<Color, ColorHealth | undefined>>>>;

/** A service with fewer healthy targets than it should have. */
export interface LackingService {
  readonly service: string;
  readonly healthy: number;
  readonly required: number;
}

/**
 * Which services have fewer healthy targets of a colour than the other colour has, than the configured minimum, or than one.
 * The gate in the update decides on more than that.
 * @param floors - the configured minimum of each service
 */
export const planLacking = (
  health: Health,
  color: Color,
  floors: Readonly<Record<string, number>>,
): readonly LackingService[] =>
  Object.entries(health).flatMap(([service, both]) => {
    const required = Math.max(1, floors[service] ?? 0, both[otherColor(color)]?.healthy ?? 0);
    const healthy = both[color]?.healthy ?? 0;
    return healthy >= required ? [] : [{ service, healthy, required }];
  });

/** For people. */
export const lackingText = ({ service, healthy, required }: LackingService): string =>
  `${service} has ${healthy} of ${required} healthy`;
