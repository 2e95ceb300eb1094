import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What follows the pointer. */
export interface ReleaseSwitchArgs {
  /** Source of the CloudFront Function that leads requests to the live release. */
  readonly viewerRequestCode: string;
}

/** The pointer to the live release and the function that follows it at the edge. */
export class ReleaseSwitch extends pulumi.ComponentResource {
  public readonly functionArn: pulumi.Output<string>;
  public readonly storeArn: pulumi.Output<string>;
  private readonly name: string;

  public constructor(name: string, args: ReleaseSwitchArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:ReleaseSwitch", name, {}, opts);
    this.name = name;
    this.storeArn = this.createStore().arn;
    this.functionArn = this.createFunction(args).arn;
    this.registerOutputs({ storeArn: this.storeArn });
  }

  /** Points at a release: all that a switch of the frontend changes, once what stands behind it has changed. */
  public createPointer(
    value: string,
    startsAfter: readonly pulumi.Resource[],
    hooks: pulumi.ResourceHookBinding = {},
  ): void {
    new aws.cloudfront.KeyvaluestoreKey(
      `${this.name}-active`,
      { keyValueStoreArn: this.storeArn, key: "active", value },
      { parent: this, dependsOn: [...startsAfter], hooks },
    );
  }

  private createStore(): aws.cloudfront.KeyValueStore {
    const comment = "Which frontend release is live";
    return new aws.cloudfront.KeyValueStore(`${this.name}-store`, { comment }, { parent: this });
  }

  private createFunction({ viewerRequestCode }: ReleaseSwitchArgs): aws.cloudfront.Function {
    return new aws.cloudfront.Function(
      `${this.name}-viewer-request`,
      {
        comment: "Leads requests to the live frontend release",
        runtime: "cloudfront-js-2.0",
        publish: true,
        code: viewerRequestCode,
        // By the store's ARN: a function can't be associated before the store is there.
        keyValueStoreAssociations: [this.storeArn],
      },
      { parent: this },
    );
  }
}
