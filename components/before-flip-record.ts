import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { beforeFlipParameter } from "../cutover/parameter-names";
import type { StackSettings } from "../settings";

/** The SSM parameter that remembers which images have had their task before the flip; written by the gate. */
export class BeforeFlipRecord extends pulumi.ComponentResource {
  public readonly parameter: aws.ssm.Parameter;

  public constructor(name: string, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:BeforeFlipRecord", name, {}, opts);
    this.parameter = this.createParameter(name);
    this.registerOutputs({ parameterName: this.parameter.name });
  }

  private createParameter(name: string): aws.ssm.Parameter {
    return new aws.ssm.Parameter(
      `${name}-note`,
      {
        name: beforeFlipParameter({ project: pulumi.getProject(), stack: pulumi.getStack() }),
        description: "Which images have had their task before the flip; written by the gate",
        type: "String",
        tier: "Intelligent-Tiering",
        insecureValue: "{}",
      },
      { parent: this, ignoreChanges: ["insecureValue"] },
    );
  }
}

/** The record of a stack in which a service has such a task; others have none. */
export const createBeforeFlipRecord = (
  name: string,
  { services }: Pick<StackSettings, "services">,
): BeforeFlipRecord | undefined =>
  services.some(({ beforeFlip }) => beforeFlip !== undefined) ? new BeforeFlipRecord(name) : undefined;
