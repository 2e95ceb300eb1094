import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { emptyCutoverNote, formatCutoverNote } from "../cutover/cutover-note";
import { formatDeclared } from "../cutover/declared";
import { parameterNames } from "../cutover/parameter-names";
import type { Color, Weights } from "../cutover/plan-weights";
import type { BlueGreenService, ServiceRouting } from "./blue-green-service";

/** What is written down about a cutover. */
export interface CutoverRecordArgs {
  readonly services: readonly BlueGreenService[];
  readonly weights: Weights;
  readonly activeColor: Color;
  /** Run once for each cutover, after all rules. @default none */
  readonly hooks?: pulumi.ResourceHookBinding;
}

/** The two SSM parameters that say what is live: one written by Pulumi, one by hooks and commands. */
export class CutoverRecord extends pulumi.ComponentResource {
  public readonly declaredName: pulumi.Output<string>;
  public readonly declaredArn: pulumi.Output<string>;
  public readonly cutoverName: pulumi.Output<string>;

  public constructor(name: string, args: CutoverRecordArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:CutoverRecord", name, {}, opts);
    const names = parameterNames({ project: pulumi.getProject(), stack: pulumi.getStack() });
    const routed = args.services.flatMap(routingOf);
    const cutover = this.createCutover(name, names.cutover, routed);
    const declared = this.createDeclared(name, names.declared, { ...args, routed, cutover });
    this.declaredName = declared.name;
    this.declaredArn = declared.arn;
    this.cutoverName = cutover.name;
    this.registerOutputs({ declaredName: this.declaredName, cutoverName: this.cutoverName });
  }

  /** After the rules, so that it isn't there while a first deployment has yet to succeed. */
  private createCutover(name: string, parameterName: string, routed: readonly NamedRouting[]): aws.ssm.Parameter {
    return new aws.ssm.Parameter(
      `${name}-cutover`,
      {
        name: parameterName,
        description: "Who asked for the last cutover and who was told; written by hooks and commands",
        type: "String",
        insecureValue: formatCutoverNote(emptyCutoverNote),
      },
      { parent: this, dependsOn: routed.map(({ rule }) => rule), ignoreChanges: ["insecureValue"] },
    );
  }

  private createDeclared(
    name: string,
    parameterName: string,
    { weights, activeColor, hooks, routed, cutover }: DeclaredArgs,
  ): aws.ssm.Parameter {
    return new aws.ssm.Parameter(
      `${name}-declared`,
      {
        name: parameterName,
        description: "What Pulumi declared to the load balancer; written by pulumi up",
        type: "String",
        // Three ARNs a service soon exceed the 4 KiB of a standard parameter.
        tier: "Intelligent-Tiering",
        // `value` would be secret, and hooks can't read secrets.
        insecureValue: declaredValue(routed, { weights, activeColor }),
      },
      {
        parent: this,
        dependsOn: [cutover, ...routed.map(({ rule }) => rule)],
        ...(hooks === undefined ? {} : { hooks }),
      },
    );
  }
}

interface NamedRouting extends ServiceRouting {
  readonly service: string;
}

interface DeclaredArgs extends CutoverRecordArgs {
  readonly routed: readonly NamedRouting[];
  readonly cutover: aws.ssm.Parameter;
}

const routingOf = ({ serviceName, routing }: BlueGreenService): readonly NamedRouting[] =>
  routing === undefined ? [] : [{ service: serviceName, ...routing }];

const declaredValue = (
  routed: readonly NamedRouting[],
  wanted: Pick<CutoverRecordArgs, "weights" | "activeColor">,
): pulumi.Output<string> =>
  pulumi
    .all(routed.map(({ service, rule, groupArns }) => pulumi.all({ service, ruleArn: rule.arn, groupArns })))
    .apply((services) =>
      formatDeclared({
        ruleArns: Object.fromEntries(services.map(({ service, ruleArn }) => [service, ruleArn])),
        groupArns: Object.fromEntries(services.map(({ service, groupArns }) => [service, groupArns])),
        weights: wanted.weights,
        activeColor: wanted.activeColor,
      }),
    );
