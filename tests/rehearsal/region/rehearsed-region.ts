import type { TaskRecord } from "../../../rehearsal/region/ecs/state";
import { AwsError } from "../../../rehearsal/region/operation";
import { Region } from "../../../rehearsal/region/region";

/** A region under a clock that only the test moves, with tasks that start and stop when the test says so. */
export class RehearsedRegion {
  public now = 1_000_000;
  public readonly region: Region;
  private nextPort = 32_768;

  public constructor(seed = 1) {
    let last = seed;
    // Lehmer: small, even and repeatable, which is all that ids and ties need.
    const random = (): number => {
      last = (last * 48_271) % 2_147_483_647;
      return last / 2_147_483_647;
    };
    this.region = new Region({ now: () => this.now, random });
  }

  public async call<Output>(service: string, operation: string, input: object = {}): Promise<Output> {
    return (await this.region.call(service, operation, input)) as Output;
  }

  /** The code and message of a refusal, or what came back instead. */
  public async refusal(service: string, operation: string, input: object = {}): Promise<unknown> {
    return this.region.call(service, operation, input).then(
      (output) => output,
      (error: unknown) => (error instanceof AwsError ? [error.code, error.message] : error),
    );
  }

  /** Lets so much time pass, in one step. */
  public tick(milliseconds = 0): void {
    this.now += milliseconds;
    this.region.advance();
  }

  /** Ticks, and answers as sound processes do: what is PENDING starts, what is STOPPING exits with 0. */
  public settle(rounds = 6): void {
    for (let round = 0; round < rounds; round += 1) {
      this.tick();
      for (const task of this.tasks("PENDING")) this.start(task);
      for (const task of this.tasks("STOPPING")) this.exit(task);
      this.probe(true);
    }
    this.tick();
  }

  /** Tasks by status, oldest first; all of them where none is named. */
  public tasks(...statuses: readonly TaskRecord["lastStatus"][]): readonly TaskRecord[] {
    const tasks = Object.values(this.region.state.ecs.tasks);
    return statuses.length === 0 ? tasks : tasks.filter(({ lastStatus }) => statuses.includes(lastStatus));
  }

  public start({ taskArn }: TaskRecord): void {
    this.nextPort += 1;
    this.region.observe({ kind: "task-started", taskArn, hostPort: this.nextPort });
  }

  public exit({ taskArn }: TaskRecord, exitCode = 0): void {
    this.region.observe({ kind: "task-exited", taskArn, exitCode, reason: "The process ended." });
  }

  /** The task never gets to run. */
  public failToStart({ taskArn }: TaskRecord, reason: string): void {
    this.region.observe({ kind: "task-exited", taskArn, exitCode: undefined, reason });
  }

  /** One health check of every target; those of the tasks that are left out keep their health. */
  public probe(healthy: boolean, tasks: readonly TaskRecord[] = this.tasks("RUNNING")): void {
    for (const { targets } of tasks) {
      for (const { targetGroupArn, id, port } of targets) {
        const result = healthy ? { healthy } : { healthy, reason: "Target.ResponseCodeMismatch" as const };
        this.region.observe({ kind: "target-probed", targetGroupArn, targetId: id, port, result });
      }
    }
  }
}

/** User data as a launch template carries it. */
export const userDataFor = (cluster: string, more = ""): string =>
  Buffer.from(`#!/bin/bash\necho ECS_CLUSTER=${cluster} >> /etc/ecs/ecs.config\n${more}`).toString("base64");

/** A cluster `main` with so many m7g.large instances of a Spot Fleet over two zones. */
export const withFleet = async (
  rehearsed: RehearsedRegion,
  targetCapacity: number,
  rest: object = {},
): Promise<string> => {
  await rehearsed.call("ecs", "CreateCluster", { clusterName: "main" });
  const created = await rehearsed.call<{ LaunchTemplate: { LaunchTemplateId: string } }>(
    "ec2",
    "CreateLaunchTemplate",
    {
      LaunchTemplateName: "host",
      LaunchTemplateData: { ImageId: "ami-1", UserData: userDataFor("main") },
    },
  );
  const { LaunchTemplateId } = created.LaunchTemplate;
  const { SpotFleetRequestId } = await rehearsed.call<{ SpotFleetRequestId: string }>("ec2", "RequestSpotFleet", {
    SpotFleetRequestConfig: {
      IamFleetRole: "arn:aws:iam::123456789012:role/fleet",
      TargetCapacity: targetCapacity,
      LaunchTemplateConfigs: [
        {
          LaunchTemplateSpecification: { LaunchTemplateId, Version: "$Latest" },
          Overrides: ["subnet-a", "subnet-b"].map((SubnetId) => ({ InstanceType: "m7g.large", SubnetId })),
        },
      ],
      ...rest,
    },
  });
  for (let step = 0; step < 4; step += 1) rehearsed.tick(300);
  return SpotFleetRequestId;
};

/** A task definition of family `web`; answers its ARN. */
export const registerWeb = async (rehearsed: RehearsedRegion, container: object = {}): Promise<string> => {
  const { taskDefinition } = await rehearsed.call<{ taskDefinition: { taskDefinitionArn: string } }>(
    "ecs",
    "RegisterTaskDefinition",
    {
      family: "web",
      containerDefinitions: [
        {
          name: "app",
          image: "example.com/switchyard-demo:1.0.0.RELEASE",
          cpu: 256,
          memory: 512,
          portMappings: [{ containerPort: 8080 }],
          ...container,
        },
      ],
    },
  );
  return taskDefinition.taskDefinitionArn;
};

/** A target group behind a listener's default action; answers its ARN. */
export const withTargetGroup = async (rehearsed: RehearsedRegion, delaySeconds = 30): Promise<string> => {
  const { TargetGroups } = await rehearsed.call<{ TargetGroups: { TargetGroupArn: string }[] }>(
    "elbv2",
    "CreateTargetGroup",
    {
      Name: "web-blue",
      Protocol: "HTTP",
      Port: 8080,
      VpcId: "vpc-1",
      TargetType: "instance",
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 2,
    },
  );
  const TargetGroupArn = TargetGroups[0]?.TargetGroupArn ?? "";
  const Attributes = [{ Key: "deregistration_delay.timeout_seconds", Value: String(delaySeconds) }];
  await rehearsed.call("elbv2", "ModifyTargetGroupAttributes", { TargetGroupArn, Attributes });
  return TargetGroupArn;
};

/** A load balancer that sends everything to the group. */
export const attach = async (rehearsed: RehearsedRegion, TargetGroupArn: string): Promise<void> => {
  const { LoadBalancers } = await rehearsed.call<{ LoadBalancers: { LoadBalancerArn: string }[] }>(
    "elbv2",
    "CreateLoadBalancer",
    { Name: "edge", Type: "application", Subnets: ["subnet-a", "subnet-b"], SecurityGroups: ["sg-1"] },
  );
  await rehearsed.call("elbv2", "CreateListener", {
    LoadBalancerArn: LoadBalancers[0]?.LoadBalancerArn,
    Protocol: "HTTP",
    Port: 80,
    DefaultActions: [{ Type: "forward", TargetGroupArn }],
  });
};
