import { isRouted } from "../components/plan-routing";
import { orAborted } from "../cutover/or-aborted";
import { type Color, colors } from "../cutover/plan-weights";
import type { LiveBounds } from "../standby/plan-bounds";
import { ecsServiceName } from "./parse-state";
import { type AwsPorts, patience } from "./ports";
import type { Stack } from "./read-stack";

/** Between which numbers of tasks autoscaling keeps both colours of a service now. */
export interface ServiceBounds {
  readonly service: string;
  /** What Application Auto Scaling calls them; undefined where the state doesn't have the service. */
  readonly resourceIds: Readonly<Record<Color, string | undefined>>;
  /** Undefined where AWS doesn't say. */
  readonly live: Readonly<Record<Color, LiveBounds | undefined>>;
}

/** Reads the bounds of every service with a path. Throws where AWS doesn't answer. */
export const readBounds = async (stack: Stack, aws: AwsPorts): Promise<readonly ServiceBounds[]> => {
  const services = stack.config.services.filter(isRouted).map(({ name }) => ({
    service: name,
    resourceIds: { blue: resourceIdOf(stack, name, "blue"), green: resourceIdOf(stack, name, "green") },
  }));
  const ids = services.flatMap(({ resourceIds }) => colors.flatMap((color) => resourceIds[color] ?? []));
  const signal = AbortSignal.timeout(patience);
  const found = await orAborted(signal, aws.describeBounds(ids, signal));
  return services.map(({ service, resourceIds }) => {
    const [blue, green] = colors.map((color) => found.get(resourceIds[color] ?? ""));
    return { service, resourceIds, live: { blue, green } };
  });
};

const resourceIdOf = (stack: Stack, service: string, color: Color): string | undefined => {
  const name = ecsServiceName(stack, service, color);
  return name === undefined || stack.clusterName === undefined ? undefined : `service/${stack.clusterName}/${name}`;
};
