import type { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import type { EC2Client } from "@aws-sdk/client-ec2";
import type { ECSClient } from "@aws-sdk/client-ecs";
import type { SSMClient } from "@aws-sdk/client-ssm";
import { createScalingGroups } from "../../clients/auto-scaling-groups";
import { createContainerInstances } from "../../clients/container-instances";
import { createEc2Instances } from "../../clients/ec2-instances";
import { createSpotFleetPools } from "../../clients/fleet-pools";
import { createLaunchTemplates } from "../../clients/launch-templates";
import { createPassingParameter } from "../../clients/passing-parameter";
import { createSpotFleets } from "../../clients/spot-fleets";
import type { FleetPlace, FleetPorts } from "../../fleet/fleet-ports";
import { AwsError } from "../../rehearsal/region/operation";
import { RehearsedRegion, userDataFor } from "../rehearsal/region/rehearsed-region";
import { callOnce } from "../support/fake-aws-client";

/** The real clients on the rehearsal's region: a fleet, a base and a service, under a clock that only the test moves. */
export class RehearsedFleet {
  public readonly rehearsed = new RehearsedRegion();
  public deploying: readonly string[] = [];
  /** The operations that were sent, in order. */
  public readonly sent: { readonly operation: string; readonly input: unknown }[] = [];
  /** Called before each operation; may throw. */
  public onCall: (operation: string) => void = () => undefined;

  public async start({ spot = 3, base = 1, tasks = 4 } = {}): Promise<void> {
    const { rehearsed } = this;
    await rehearsed.call("ecs", "CreateCluster", { clusterName: "main" });
    await rehearsed.call("ec2", "CreateLaunchTemplate", this.templateData("ami-1"));
    await rehearsed.call("ec2", "RequestSpotFleet", {
      SpotFleetRequestConfig: {
        IamFleetRole: "role",
        TargetCapacity: spot,
        ExcessCapacityTerminationPolicy: "noTermination",
        LaunchTemplateConfigs: [
          {
            LaunchTemplateSpecification: { LaunchTemplateId: this.templateId, Version: "$Latest" },
            Overrides: ["subnet-a", "subnet-b"].map((SubnetId) => ({ InstanceType: "m7g.large", SubnetId })),
          },
        ],
      },
    });
    await rehearsed.call("autoscaling", "CreateAutoScalingGroup", {
      AutoScalingGroupName: "base",
      MinSize: base,
      MaxSize: base,
      VPCZoneIdentifier: "subnet-a,subnet-b",
      LaunchTemplate: { LaunchTemplateId: this.templateId, Version: "$Latest" },
    });
    this.pass();
    await rehearsed.call("ecs", "RegisterTaskDefinition", {
      family: "web",
      networkMode: "bridge",
      requiresCompatibilities: ["EC2"],
      containerDefinitions: [{ name: "web", image: "web:1", cpu: 256, memory: 512, essential: true }],
    });
    await rehearsed.call("ecs", "CreateService", {
      cluster: "main",
      serviceName: "web",
      taskDefinition: "web",
      launchType: "EC2",
      desiredCount: tasks,
    });
    this.pass(10);
  }

  /** As `pulumi up` does for a new image. */
  public async publish(imageId: string): Promise<void> {
    const { LaunchTemplateData } = this.templateData(imageId);
    const input = { LaunchTemplateId: this.templateId, LaunchTemplateData };
    await this.rehearsed.call("ec2", "CreateLaunchTemplateVersion", input);
  }

  public get place(): FleetPlace {
    const [clusterArn = ""] = Object.keys(this.rehearsed.region.state.ecs.clusters);
    return { clusterArn, fleetId: this.fleetId, groupName: "base" };
  }

  public get ports(): FleetPorts {
    const clientOf = (service: string) => ({
      send: async (command: { readonly input: object }) => {
        const operation = command.constructor.name.replace(/Command$/, "");
        this.onCall(operation);
        this.sent.push({ operation, input: command.input });
        return this.rehearsed.region.call(service, operation, command.input).catch((error: unknown) => {
          throw error instanceof AwsError ? Object.assign(new Error(error.message), { name: error.code }) : error;
        });
      },
    });
    const ec2 = clientOf("ec2") as unknown as EC2Client;
    return {
      fleets: createSpotFleets(ec2, callOnce),
      pools: createSpotFleetPools(ec2, callOnce),
      groups: createScalingGroups(clientOf("autoscaling") as unknown as AutoScalingClient, callOnce),
      templates: createLaunchTemplates(ec2, callOnce),
      ec2: createEc2Instances(ec2, callOnce),
      instances: createContainerInstances(clientOf("ecs") as unknown as ECSClient, callOnce),
      note: createPassingParameter(clientOf("ssm") as unknown as SSMClient, "/switchyard/app/test/roll"),
      deploying: async () => this.deploying,
    };
  }

  /** Lets seconds pass; tasks start and stop as sound processes do. */
  public pass(seconds = 5): void {
    for (let step = 0; step < seconds; step += 1) {
      this.rehearsed.tick(1000);
      this.rehearsed.settle(1);
    }
  }

  /** Images of the instances that are there, oldest first. */
  public images(): readonly string[] {
    return this.instances().map(({ imageId }) => imageId);
  }

  public instances() {
    return Object.values(this.rehearsed.region.state.ec2.instances).filter(({ state }) => state === "running");
  }

  public get spotTarget(): number | undefined {
    return this.rehearsed.region.state.ec2.spotFleets[this.fleetId]?.config.TargetCapacity;
  }

  public get fleetId(): string {
    return Object.keys(this.rehearsed.region.state.ec2.spotFleets)[0] ?? "";
  }

  private get templateId(): string {
    return Object.keys(this.rehearsed.region.state.ec2.launchTemplates)[0] ?? "";
  }

  private templateData(ImageId: string) {
    const LaunchTemplateData = { ImageId, InstanceType: "m7g.large", UserData: userDataFor("main") };
    return { LaunchTemplateName: "host", LaunchTemplateData };
  }
}
