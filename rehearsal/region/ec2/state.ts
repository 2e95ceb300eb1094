import type { RequestLaunchTemplateData, SpotFleetRequestConfigData, Tag } from "@aws-sdk/client-ec2";

/** A launch template; its versions count from 1 and never change. */
export interface LaunchTemplateRecord {
  readonly launchTemplateId: string;
  readonly launchTemplateName: string;
  readonly defaultVersion: number;
  /** Version n is at n - 1. */
  readonly versions: readonly LaunchTemplateVersionRecord[];
  readonly tags: readonly Tag[];
  readonly createdAt: number;
}

/** What an instance is launched with. */
export interface LaunchTemplateVersionRecord {
  readonly data: RequestLaunchTemplateData;
  readonly description?: string;
  readonly createdAt: number;
}

/** A Spot Fleet request of type `maintain`. */
export interface SpotFleetRecord {
  readonly spotFleetRequestId: string;
  readonly state: "submitted" | "active" | "cancelled_running" | "cancelled_terminating" | "cancelled";
  readonly config: SpotFleetRequestConfigData;
  readonly tags: readonly Tag[];
  readonly createdAt: number;
}

/** That EC2 will take an instance back. */
export interface Interruption {
  readonly action: "terminate" | "stop" | "hibernate";
  readonly noticedAt: number;
  /** When it happens, epoch milliseconds. */
  readonly at: number;
}

/** An EC2 instance; terminated ones are described for another hour. */
export interface InstanceRecord {
  readonly instanceId: string;
  readonly instanceType: string;
  readonly imageId: string;
  readonly launchTemplateId: string;
  readonly launchTemplateVersion: number;
  readonly subnetId: string;
  readonly availabilityZone: string;
  readonly lifecycle: "spot" | "on-demand";
  /** What launched it. */
  readonly owner:
    | { readonly kind: "spot-fleet"; readonly spotFleetRequestId: string; readonly weight: number }
    | { readonly kind: "auto-scaling-group"; readonly autoScalingGroupName: string };
  readonly state: "pending" | "running" | "stopping" | "stopped" | "shutting-down" | "terminated";
  readonly userData: string;
  readonly tags: readonly Tag[];
  readonly launchedAt: number;
  /** When it gets from pending to running, epoch milliseconds. */
  readonly bootedAt: number;
  readonly terminatedAt?: number;
  readonly containerInstanceArn?: string;
  readonly interruption?: Interruption;
  /** When AWS said that it expects to take it back. */
  readonly rebalanceRecommendedAt?: number;
}

/** What the region remembers of EC2. */
export interface Ec2State {
  /** From launch to a running, registered instance; AWS takes a minute or two, the rehearsal doesn't wait for it. */
  readonly launchLagMs: number;
  readonly launchTemplates: Readonly<Record<string, LaunchTemplateRecord>>;
  readonly spotFleets: Readonly<Record<string, SpotFleetRecord>>;
  readonly instances: Readonly<Record<string, InstanceRecord>>;
  /** The zone of each subnet that was ever used: subnets themselves are not modelled. */
  readonly subnetZones: Readonly<Record<string, string>>;
}

/** A region in which nobody has used EC2 yet. */
export const emptyEc2State: Ec2State = {
  launchLagMs: 300,
  launchTemplates: {},
  spotFleets: {},
  instances: {},
  subnetZones: {},
};
