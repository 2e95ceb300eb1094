import { setTimeout as sleep } from "node:timers/promises";
import type {
  DescribeServicesCommandOutput,
  ListServicesCommandOutput,
  RegisterTaskDefinitionCommandOutput,
  Service,
  TaskDefinition,
  UpdateServiceCommandInput,
} from "@aws-sdk/client-ecs";
import type {
  DescribeRulesCommandOutput,
  DescribeTargetHealthCommandOutput,
  TargetDescription,
  TargetGroupTuple,
  TargetHealthDescription,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { GetParameterCommandOutput } from "@aws-sdk/client-ssm";
import { type Declared, parseDeclared } from "../../cutover/declared";
import { parameterNames } from "../../cutover/parameter-names";
import type { Color } from "../../cutover/plan-weights";
import { parsePointer } from "../../releases/plan-pointer";
import { AwsError } from "../region/operation";
import type { Rehearsal } from "../rehearsal";

/** Weights of blue and green; 0 for a group that the rule doesn't name, and for a rule that is gone. */
export type WeightPair = readonly [number, number];

/** How long the region may take to do what a case asks for, in milliseconds. */
const patienceMs = 60_000;

/** A deployed stack whose surroundings somebody can disturb by hand: every disturbance is an AWS call. */
export class Stage {
  private constructor(
    public readonly rehearsal: Rehearsal,
    /** The names that AWS gave; refreshed by `readRecord`. */
    public declared: Declared,
    private readonly cluster: string,
  ) {}

  public static async open(rehearsal: Rehearsal): Promise<Stage> {
    const [cluster] = Object.keys(rehearsal.region.state.ecs.clusters);
    if (cluster === undefined) throw new Error("Nothing is deployed: no cluster.");
    return new Stage(rehearsal, await readDeclared(rehearsal), cluster);
  }

  /** Reads anew which rules and groups there are. */
  public async readRecord(): Promise<void> {
    this.declared = await readDeclared(this.rehearsal);
  }

  public get parameterNames(): { readonly declared: string; readonly cutover: string } {
    return namesOf(this.rehearsal);
  }

  public call<Output extends object>(service: string, operation: string, input: object): Promise<Output> {
    return this.rehearsal.region.call(service, operation, input) as Promise<Output>;
  }

  public ruleArn(service = "web"): string {
    return this.declared.ruleArns[service] ?? "";
  }

  public groupArn(color: Color, service = "web"): string {
    return this.declared.groupArns[service]?.[color] ?? "";
  }

  /** What the weighted rule of a service does. */
  public async weights(service = "web"): Promise<WeightPair> {
    const groups = await this.groupsOf(this.ruleArn(service)).catch(nothingIfGone);
    const weightOf = (color: Color): number =>
      groups.find(({ TargetGroupArn }) => TargetGroupArn === this.groupArn(color, service))?.Weight ?? 0;
    return [weightOf("blue"), weightOf("green")];
  }

  /** Whose release the frontend serves, by its pointer. */
  public async pointerColor(): Promise<Color> {
    const [KvsARN] = Object.keys(this.rehearsal.region.state.keyValueStores.stores);
    const { Value = "" } = await this.call<{ Value?: string }>("cloudfront-keyvaluestore", "GetKey", {
      KvsARN,
      Key: "active",
    });
    return parsePointer(Value).c;
  }

  /** What a rule forwards to. */
  public async groupsOf(ruleArn: string): Promise<readonly TargetGroupTuple[]> {
    const { Rules = [] } = await this.call<DescribeRulesCommandOutput>("elbv2", "DescribeRules", {
      RuleArns: [ruleArn],
    });
    return Rules[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups ?? [];
  }

  /** Every rule that names a group. */
  public async rulesWith(groupArn: string): Promise<readonly string[]> {
    const ListenerArn = Object.keys(this.rehearsal.region.state.elbv2.listeners)[0];
    const { Rules = [] } = await this.call<DescribeRulesCommandOutput>("elbv2", "DescribeRules", { ListenerArn });
    return Rules.flatMap(({ RuleArn, Actions }) =>
      RuleArn !== undefined &&
      Actions?.[0]?.ForwardConfig?.TargetGroups?.some(({ TargetGroupArn }) => TargetGroupArn === groupArn)
        ? [RuleArn]
        : [],
    );
  }

  /** Changes a rule as somebody would in the console. */
  public async setGroups(ruleArn: string, groups: readonly TargetGroupTuple[]): Promise<void> {
    const Actions = [{ Type: "forward", ForwardConfig: { TargetGroups: [...groups] } }];
    await this.call("elbv2", "ModifyRule", { RuleArn: ruleArn, Actions });
  }

  /** Sets the weights of a service's rule by hand. */
  public setWeights([blue, green]: WeightPair, service = "web"): Promise<void> {
    return this.setGroups(this.ruleArn(service), [
      { TargetGroupArn: this.groupArn("blue", service), Weight: blue },
      { TargetGroupArn: this.groupArn("green", service), Weight: green },
    ]);
  }

  /** The states of a group's targets, sorted. */
  public async health(color: Color, service = "web"): Promise<readonly string[]> {
    return (await this.describeTargets(color, service)).map(({ TargetHealth }) => TargetHealth?.State ?? "").sort();
  }

  /** Where a group's targets listen. */
  public async targets(color: Color): Promise<readonly TargetDescription[]> {
    return (await this.describeTargets(color, "web")).flatMap(({ Target }) => (Target === undefined ? [] : [Target]));
  }

  private async describeTargets(color: Color, service: string): Promise<readonly TargetHealthDescription[]> {
    const { TargetHealthDescriptions = [] } = await this.call<DescribeTargetHealthCommandOutput>(
      "elbv2",
      "DescribeTargetHealth",
      { TargetGroupArn: this.groupArn(color, service) },
    );
    return TargetHealthDescriptions;
  }

  /** Waits until a group's targets are exactly in these states. */
  public untilHealth(color: Color, states: readonly string[], service = "web"): Promise<void> {
    return this.until(`${color}'s targets of ${service} are ${states.join(", ") || "none"}`, async () => {
      return (await this.health(color, service)).join() === [...states].sort().join();
    });
  }

  /** Looks until it is so. */
  public async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + patienceMs;
    while (!(await isSo())) {
      if (Date.now() > deadline) throw new Error(`After ${patienceMs / 1000} s it is still not so that ${what}.`);
      await sleep(200, undefined, { signal: this.rehearsal.signal });
    }
  }

  /** The ECS service of a colour. */
  public async ecsService(color: Color, service = "web"): Promise<Service> {
    const { serviceArns = [] } = await this.call<ListServicesCommandOutput>("ecs", "ListServices", {
      cluster: this.cluster,
    });
    const { services = [] } = await this.call<DescribeServicesCommandOutput>("ecs", "DescribeServices", {
      cluster: this.cluster,
      services: serviceArns,
    });
    const found = services.find(({ loadBalancers = [] }) =>
      loadBalancers.some(({ targetGroupArn }) => targetGroupArn === this.groupArn(color, service)),
    );
    if (found === undefined) throw new Error(`No ECS service has ${color}'s target group of ${service}.`);
    return found;
  }

  public async updateService(
    color: Color,
    change: Partial<UpdateServiceCommandInput>,
    service?: string,
  ): Promise<void> {
    const { serviceArn } = await this.ecsService(color, service);
    await this.call("ecs", "UpdateService", { cluster: this.cluster, service: serviceArn, ...change });
  }

  /** Deletes a colour's ECS service with its tasks. */
  public async deleteService(color: Color): Promise<void> {
    const { serviceArn } = await this.ecsService(color);
    await this.call("ecs", "DeleteService", { cluster: this.cluster, service: serviceArn, force: true });
  }

  /** Registers a copy of a colour's task definition with another container, and returns its ARN. */
  public async registerLike(color: Color, container: object): Promise<string> {
    const { taskDefinition: name } = await this.ecsService(color);
    const described = await this.call<{ taskDefinition?: TaskDefinition }>("ecs", "DescribeTaskDefinition", {
      taskDefinition: name,
    });
    const {
      family,
      networkMode,
      requiresCompatibilities,
      containerDefinitions = [],
      ...rest
    } = described.taskDefinition ?? {};
    const { taskDefinition } = await this.call<RegisterTaskDefinitionCommandOutput>("ecs", "RegisterTaskDefinition", {
      family,
      networkMode,
      requiresCompatibilities,
      executionRoleArn: rest.executionRoleArn,
      taskRoleArn: rest.taskRoleArn,
      containerDefinitions: containerDefinitions.map((one) => ({ ...one, ...container })),
    });
    return taskDefinition?.taskDefinitionArn ?? "";
  }

  /** Sets the state of every container instance. */
  public async setInstances(status: "ACTIVE" | "DRAINING"): Promise<void> {
    const containerInstances = Object.values(this.rehearsal.region.state.ecs.containerInstances).map(
      ({ containerInstanceArn }) => containerInstanceArn,
    );
    await this.call("ecs", "UpdateContainerInstancesState", { cluster: this.cluster, containerInstances, status });
  }
}

const nothingIfGone = (error: unknown): readonly TargetGroupTuple[] => {
  if (error instanceof AwsError && /^RuleNotFound/.test(error.code)) return [];
  throw error;
};

const namesOf = ({ pulumi }: Rehearsal) => parameterNames({ project: "switchyard", stack: pulumi.stackName });

const readDeclared = async (rehearsal: Rehearsal): Promise<Declared> => {
  const answer = await rehearsal.region.call("ssm", "GetParameter", { Name: namesOf(rehearsal).declared });
  return parseDeclared((answer as GetParameterCommandOutput).Parameter?.Value ?? "");
};
