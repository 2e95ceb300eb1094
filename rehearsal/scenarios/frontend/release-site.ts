import { type EdgeFunction, loadEdgeFunction } from "../../region/effects/edge-function";
import { type EdgeBehavior, EdgeLocation } from "../../region/effects/edge-location";
import type { RegionState } from "../../region/state";
import type { ModelledSite } from "./play-visits";

/** A write of the pointer, and how long after it each location reads it. */
export interface PointerWrite {
  /** Milliseconds of the model's clock. */
  readonly at: number;
  readonly value: string;
  /** Milliseconds, by location. */
  readonly lags: readonly number[];
}

/** What stands behind the modelled locations: all of it deployed. */
export interface ReleaseSiteOptions {
  readonly behaviors: readonly EdgeBehavior[];
  /** What the region's buckets hold; a switch changes none of it. */
  readonly state: RegionState;
  /** Oldest first. */
  readonly writes: readonly PointerWrite[];
  readonly locations: number;
}

/** Our distribution over many locations: the deployed behaviors and function, the region's objects, a pointer that arrives late. */
export const releaseSite = ({ behaviors, state, writes, locations }: ReleaseSiteOptions): ModelledSite => {
  let clock = 0;
  const load = rememberingLoader();
  const edges = Array.from({ length: locations }, (_, location) => {
    const readKey = async (): Promise<string> => {
      const seen = writes.findLast(({ at, lags }) => at + (lags[location] ?? 0) <= clock);
      if (seen === undefined) throw new Error("KeyNotFound");
      return seen.value;
    };
    return new EdgeLocation({ behaviors, readKey, state: () => state, now: () => clock, load });
  });
  return {
    answer: (at, location, uri) => {
      clock = at;
      const edge = edges[location];
      if (edge === undefined) throw new Error(`There is no location ${location}: there are ${locations}.`);
      return edge.answer({ method: "GET", uri, cookies: {} });
    },
  };
};

/** The function depends on the request and the pointer alone, so each pair of them runs once; a run takes a millisecond. */
const rememberingLoader = (): ((source: string) => EdgeFunction) => {
  const results = new Map<string, ReturnType<EdgeFunction>>();
  return (source) => {
    const run = loadEdgeFunction(source);
    return async (request, readKey) => {
      const pointer = await readKey("active").catch(() => undefined);
      const key = JSON.stringify([source, request, pointer]);
      const result = results.get(key) ?? run(request, readKey);
      results.set(key, result);
      return result;
    };
  };
};
