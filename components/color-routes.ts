import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Color, colors, planWeights, type Weights } from "../cutover/plan-weights";
import type { RoutedServiceSettings } from "./plan-routing";
import { planRulePriorities } from "./plan-rule-priorities";

/** Which requests a service takes, and where they arrive. */
export interface ColorRoutesArgs {
  readonly service: RoutedServiceSettings;
  /** Whose listener it is. */
  readonly loadBalancer: pulumi.Resource;
  readonly listenerArn: pulumi.Input<string>;
  readonly vpcId: pulumi.Input<string>;
  readonly testerHeader: string;
  readonly deregistrationDelaySeconds: number;
}

/** What surrounds a change of weights. */
export interface WeightedRuleOptions {
  /** What must be there, and steady, before. */
  readonly startsAfter: readonly pulumi.Resource[];
  /** The same of all services, once they are declared. @default none */
  readonly peers?: Promise<readonly pulumi.Resource[]>;
  /** @default none */
  readonly hooks?: pulumi.ResourceHookBinding;
}

/**
 * The two permanent target groups of a service, attached for good by two static rules that lead testers to either
 * colour: a group that no rule names is never health-checked, and an ECS service can't start on it.
 */
export class ColorRoutes extends pulumi.ComponentResource {
  public readonly groupArns: Readonly<Record<Color, pulumi.Output<string>>>;
  /** What CloudWatch calls the groups. */
  public readonly groupArnSuffixes: Readonly<Record<Color, pulumi.Output<string>>>;
  public readonly staticRules: readonly aws.lb.ListenerRule[];
  private readonly name: string;
  private readonly args: ColorRoutesArgs;

  public constructor(name: string, args: ColorRoutesArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:ColorRoutes", name, {}, opts);
    this.name = name;
    this.args = args;
    const groups = { blue: this.createGroup("blue"), green: this.createGroup("green") };
    this.groupArns = { blue: groups.blue.arn, green: groups.green.arn };
    this.groupArnSuffixes = { blue: groups.blue.arnSuffix, green: groups.green.arnSuffix };
    this.staticRules = colors.map((color) => this.createStaticRule(color));
    this.registerOutputs({ groupArns: this.groupArns });
  }

  /** The rule that everybody but testers meets: what a cutover changes. */
  public createWeightedRule(weights: Weights, { startsAfter, peers, hooks }: WeightedRuleOptions): aws.lb.ListenerRule {
    const { path, priority } = this.args.service;
    return new aws.lb.ListenerRule(
      `${this.name}-weighted`,
      {
        listenerArn: this.args.listenerArn,
        priority: planRulePriorities(priority).weighted,
        conditions: [{ pathPattern: { values: [path] } }],
        actions: [this.forward(weights)],
      },
      { parent: this, dependsOn: withPeers(startsAfter, peers), ...(hooks === undefined ? {} : { hooks }) },
    );
  }

  private createGroup(color: Color): aws.lb.TargetGroup {
    const { service, loadBalancer, vpcId, deregistrationDelaySeconds } = this.args;
    return new aws.lb.TargetGroup(
      `${this.name}-${color}`,
      {
        vpcId,
        targetType: "instance",
        protocol: "HTTP",
        // Every task registers with a port of its own; another value here would replace the group.
        port: 80,
        deregistrationDelay: deregistrationDelaySeconds,
        healthCheck: {
          enabled: true,
          protocol: "HTTP",
          path: service.healthPath,
          port: "traffic-port",
          matcher: "200",
          interval: 10,
          timeout: 5,
          healthyThreshold: 2,
          unhealthyThreshold: 3,
        },
      },
      // A group serves one load balancer, so that another exposure needs other groups: https://github.com/hashicorp/terraform-provider-aws/issues/22005
      { parent: this, replaceWith: [loadBalancer] },
    );
  }

  private createStaticRule(color: Color): aws.lb.ListenerRule {
    const { service, listenerArn, testerHeader } = this.args;
    return new aws.lb.ListenerRule(
      `${this.name}-${color}`,
      {
        listenerArn,
        priority: planRulePriorities(service.priority)[color],
        conditions: [
          { httpHeader: { httpHeaderName: testerHeader, values: [color] } },
          { pathPattern: { values: [service.path] } },
        ],
        actions: [this.forward(planWeights(color, 0))],
      },
      { parent: this },
    );
  }

  /** Both groups in every rule, with explicit weights: a missing one counts as 1. */
  private forward(weights: Weights) {
    const targetGroups = colors.map((color) => ({ arn: this.groupArns[color], weight: weights[color] }));
    return { type: "forward", forward: { targetGroups } };
  }
}

const withPeers = async (
  own: readonly pulumi.Resource[],
  peers: WeightedRuleOptions["peers"],
): Promise<pulumi.Resource[]> => [...new Set([...own, ...((await peers) ?? [])])];
