import type { ContainerInstances } from "../../clients/container-instances";
import type { DrainQueue } from "../../clients/drain-queue";
import type { DrainThreads } from "../../clients/drain-threads";
import type { Ec2Instances } from "../../clients/ec2-instances";
import type { InstanceTasks } from "../../clients/instance-tasks";
import type { EventScope } from "../parse-event";
import type { EndLimits } from "./plan-end";
import type { PostPorts } from "./post-message";

/** Whose instances are told about, and how. */
export interface AnnounceSettings {
  readonly scope: EventScope;
  readonly limits: EndLimits;
  readonly clusterArn: string;
  /** The tag of our instances. */
  readonly instanceTag: { readonly key: string; readonly value: string };
  /** For example `switchyard/staging`. */
  readonly stack: string;
}

/** What announcing touches: nothing that a drain waits for. */
export interface AnnouncePorts extends PostPorts {
  readonly threads: DrainThreads;
  readonly ec2: Ec2Instances;
  readonly instances: Pick<ContainerInstances, "list" | "describe">;
  readonly tasks: InstanceTasks;
  readonly queue: Pick<DrainQueue, "hide">;
}

/** Both. */
export interface AnnounceContext extends AnnouncePorts {
  readonly settings: AnnounceSettings;
}
