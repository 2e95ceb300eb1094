import type { GateContainer, GateReason, GateTarget } from "./plan-gate";

/** How a colour's targets stand. */
export interface Standing {
  /** As the load balancer sees it. */
  readonly healthy: number;
  /** Healthy, on an instance that stays, running the declared image. */
  readonly ready: number;
  /** Why the others don't count; kinds without any target are left out. */
  readonly excluded: readonly GateReason[];
}

/** Sorts targets into those that count and those that don't. */
export const planCountable = (targets: readonly GateTarget[], declaredImage: string): Standing => {
  const healthy = targets.filter(({ health }) => health === "healthy");
  const staying = healthy.filter(({ isLeaving }) => !isLeaving);
  const containers = staying.flatMap(({ container }) => (container === undefined ? [] : [container]));
  const right = containers.filter((container) => isDeclared(container, declaredImage));
  return {
    healthy: healthy.length,
    ready: right.length,
    excluded: [
      ...counted("unattached", targets.filter(isUnattached)),
      ...counted("starting", targets.filter(isStarting)),
      ...counted("unhealthy", targets.filter(isUnhealthy)),
      ...leaving(healthy),
      ...counted(
        "unknown-targets",
        staying.filter(({ container }) => container === undefined),
      ),
      ...otherImages(containers, declaredImage),
      ...mixedDigests(right),
    ],
  };
};

/** An image with a digest is known by it: a registry may be reached under several names. */
const isDeclared = ({ image, digest }: GateContainer, declared: string): boolean => {
  const wanted = digestOf(declared);
  return wanted === undefined || digest === undefined ? image === declared : digest === wanted;
};

const digestOf = (image: string): string | undefined => image.split("@")[1];

const isUnattached = ({ health }: GateTarget): boolean => health === "unused";
const isStarting = ({ health }: GateTarget): boolean => health === "initial";
const isUnhealthy = ({ health }: GateTarget): boolean => !["healthy", "unused", "initial"].includes(health);

const counted = (
  kind: "unattached" | "starting" | "unhealthy" | "unknown-targets",
  targets: readonly GateTarget[],
): readonly GateReason[] => (targets.length === 0 ? [] : [{ kind, count: targets.length }]);

const leaving = (healthy: readonly GateTarget[]): readonly GateReason[] => {
  const targets = healthy.filter(({ isLeaving }) => isLeaving);
  const instanceIds = unique(targets.map(({ instanceId }) => instanceId));
  return targets.length === 0 ? [] : [{ kind: "leaving", count: targets.length, instanceIds }];
};

const otherImages = (containers: readonly GateContainer[], declared: string): readonly GateReason[] => {
  const others = containers.filter((container) => !isDeclared(container, declared));
  const running = unique(others.map(({ image, digest }) => digest ?? image));
  return others.length === 0 ? [] : [{ kind: "other-image", count: others.length, running, declared }];
};

const mixedDigests = (containers: readonly GateContainer[]): readonly GateReason[] => {
  const digests = unique(containers.flatMap(({ digest }) => (digest === undefined ? [] : [digest])));
  return digests.length > 1 ? [{ kind: "mixed-digests", digests }] : [];
};

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();
