import type {
  Attribute,
  ClusterSetting,
  LoadBalancer,
  PlacementConstraint,
  PlacementStrategy,
  ServiceEvent,
  Tag,
  TaskDefinition,
  TaskStopCode,
} from "@aws-sdk/client-ecs";

/** A cluster; `INACTIVE` once deleted, as AWS still describes it for a while. */
export interface ClusterRecord {
  readonly clusterArn: string;
  readonly clusterName: string;
  readonly status: "ACTIVE" | "INACTIVE";
  readonly settings: readonly ClusterSetting[];
}

/** An EC2 instance whose agent registered with a cluster. */
export interface ContainerInstanceRecord {
  readonly containerInstanceArn: string;
  readonly clusterArn: string;
  readonly ec2InstanceId: string;
  readonly status: "ACTIVE" | "DRAINING";
  /** False once its instance has stopped or begun anew. @default true */
  readonly isAgentConnected?: boolean;
  /** CPU units, 1,024 for a vCPU. */
  readonly registeredCpu: number;
  /** MiB. */
  readonly registeredMemory: number;
  readonly attributes: readonly Attribute[];
  readonly registeredAt: number;
  readonly version: number;
}

/** One version of a service on its way to its number of tasks. */
export interface DeploymentRecord {
  /** `ecs-svc/...`, also the `startedBy` of its tasks. */
  readonly id: string;
  readonly status: "PRIMARY" | "ACTIVE";
  readonly taskDefinition: string;
  readonly rolloutState: "IN_PROGRESS" | "COMPLETED" | "FAILED";
  readonly rolloutStateReason: string;
  /** Tasks that failed since the deployment began. */
  readonly failedTasks: number;
  /** Tasks that failed since the last one that was healthy: what the circuit breaker counts. */
  readonly failuresInARow: number;
  /** Tasks in a row that never reached RUNNING: the scheduler waits longer after each. */
  readonly launchFailuresInARow: number;
  /** No task is started before, epoch milliseconds. */
  readonly notBefore: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A service with launch type EC2 and the rolling (ECS) deployment controller. */
export interface ServiceRecord {
  readonly serviceArn: string;
  readonly serviceName: string;
  readonly clusterArn: string;
  readonly status: "ACTIVE" | "DRAINING" | "INACTIVE";
  readonly desiredCount: number;
  readonly loadBalancers: readonly LoadBalancer[];
  readonly placementConstraints: readonly PlacementConstraint[];
  readonly placementStrategy: readonly PlacementStrategy[];
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  readonly circuitBreaker: { readonly enable: boolean; readonly rollback: boolean };
  readonly healthCheckGracePeriodSeconds: number;
  readonly enableExecuteCommand: boolean;
  readonly enableEcsManagedTags: boolean;
  readonly propagateTags: "NONE" | "SERVICE" | "TASK_DEFINITION";
  readonly createdAt: number;
  /** The PRIMARY one first. */
  readonly deployments: readonly DeploymentRecord[];
  /** The task definition of the last deployment that completed: where the circuit breaker goes back to. */
  readonly lastCompleted?: { readonly deploymentId: string; readonly taskDefinition: string };
  /** Newest first, at most 100. */
  readonly events: readonly ServiceEvent[];
  readonly isSteady: boolean;
}

/** The states of a task, in the order in which it passes them. */
export const taskStatuses = [
  "PROVISIONING",
  "PENDING",
  "ACTIVATING",
  "RUNNING",
  "DEACTIVATING",
  "STOPPING",
  "DEPROVISIONING",
  "STOPPED",
] as const;

/** One state of a task. */
export type TaskStatus = (typeof taskStatuses)[number];

/** Where a task is registered with a load balancer. */
export interface TaskTarget {
  readonly targetGroupArn: string;
  /** The EC2 instance. */
  readonly id: string;
  readonly port: number;
}

/** A task of a service on a container instance. */
export interface TaskRecord {
  readonly taskArn: string;
  readonly clusterArn: string;
  readonly serviceArn: string;
  readonly deploymentId: string;
  readonly taskDefinitionArn: string;
  readonly containerInstanceArn: string;
  readonly ec2InstanceId: string;
  readonly availabilityZone: string;
  /** What it takes from its instance: CPU units and MiB. */
  readonly cpu: number;
  readonly memory: number;
  readonly lastStatus: TaskStatus;
  readonly desiredStatus: "RUNNING" | "STOPPED";
  readonly hostPort?: number;
  /** What was pulled, as far as the region knows what the image's tag stands for. */
  readonly imageDigest?: string;
  /** What it runs instead of its image's own command. */
  readonly command?: readonly string[];
  /** By which a repeated start finds it. */
  readonly clientToken?: string;
  readonly targets: readonly TaskTarget[];
  readonly createdAt: number;
  readonly startedAt?: number;
  /** True from the first moment in which it was running and all its targets were healthy. */
  readonly wasHealthy: boolean;
  /** While the scheduler leaves it alone, epoch milliseconds. */
  readonly protectedUntil?: number;
  readonly stoppingAt?: number;
  readonly stoppedAt?: number;
  readonly exitCode?: number;
  readonly stopCode?: TaskStopCode;
  readonly stoppedReason?: string;
  readonly version: number;
}

/** What the region remembers of ECS; every record is kept under its ARN. */
export interface EcsState {
  readonly clusters: Readonly<Record<string, ClusterRecord>>;
  readonly containerInstances: Readonly<Record<string, ContainerInstanceRecord>>;
  readonly taskDefinitions: Readonly<Record<string, TaskDefinition>>;
  readonly services: Readonly<Record<string, ServiceRecord>>;
  readonly tasks: Readonly<Record<string, TaskRecord>>;
  readonly tags: Readonly<Record<string, readonly Tag[]>>;
  /** What images with a tag stand for now, as far as somebody pushed them in the rehearsal. */
  readonly imageDigests: Readonly<Record<string, string>>;
}

/** A region in which nobody has used ECS yet. */
export const emptyEcsState: EcsState = {
  clusters: {},
  containerInstances: {},
  taskDefinitions: {},
  services: {},
  tasks: {},
  tags: {},
  imageDigests: {},
};
