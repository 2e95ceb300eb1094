import * as pulumi from "@pulumi/pulumi";
import { type Color, colors } from "../cutover/plan-weights";
import { planPointer } from "../releases/plan-pointer";
import type { PointerHooks } from "../releases/pointer-hooks";
import type { StackSettings } from "../settings";
import type { ApplicationLoadBalancer } from "./application-load-balancer";
import type { BlueGreenService } from "./blue-green-service";
import type { CutoverRecord } from "./cutover-record";
import { FrontendDistribution } from "./frontend-distribution";
import { FrontendDomain } from "./frontend-domain";
import { ReleaseBucket } from "./release-bucket";
import { ReleaseSwitch } from "./release-switch";

/** What the frontend stands before, and which release is live. */
export interface StaticFrontendArgs {
  readonly settings: Pick<StackSettings, "activeColor" | "colors" | "domain" | "production">;
  /** An internal one. */
  readonly loadBalancer: ApplicationLoadBalancer;
  /** Their rules change first. */
  readonly services: readonly BlueGreenService[];
  /** Changes before the pointer does. */
  readonly record: CutoverRecord;
  /** Source of the CloudFront Function that leads requests to the live release. */
  readonly viewerRequestCode: string;
  /** Run around each write of the pointer. @default none */
  readonly pointerHooks?: PointerHooks;
}

/** The frontend's releases in S3 and CloudFront before them and the API. A cutover changes one key of it, last of all. */
export class StaticFrontend extends pulumi.ComponentResource {
  public readonly url: pulumi.Output<string>;
  /** Where releases are deployed to. */
  public readonly releaseBucket: pulumi.Output<string>;
  /** The KeyValueStore that says which release is live. */
  public readonly pointerStoreArn: pulumi.Output<string>;

  public constructor(name: string, args: StaticFrontendArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:StaticFrontend", name, {}, opts);
    const pointer = pointerOf(args.settings);
    const bucket = this.createBucket(name, args);
    const { viewerRequestCode } = args;
    const releaseSwitch = new ReleaseSwitch(name, { viewerRequestCode }, { parent: this });
    const domain = this.createDomain(name, args);
    const { distribution } = this.createDistribution(name, args, { bucket, releaseSwitch, domain });
    bucket.createPolicy(distribution.arn);
    domain?.createRecords(distribution);
    const startsAfter = [...rulesOf(args.services), args.record];
    releaseSwitch.createPointer(pointer, startsAfter, args.pointerHooks?.(bucket.bucketName));
    this.url = pulumi.interpolate`https://${domain?.domainName ?? distribution.domainName}`;
    this.releaseBucket = bucket.bucketName;
    this.pointerStoreArn = releaseSwitch.storeArn;
    this.registerOutputs({
      url: this.url,
      releaseBucket: this.releaseBucket,
      pointerStoreArn: this.pointerStoreArn,
    });
  }

  private createBucket(name: string, { settings }: StaticFrontendArgs): ReleaseBucket {
    return new ReleaseBucket(`${name}-releases`, { deletionProtection: settings.production }, { parent: this });
  }

  private createDomain(name: string, { settings }: StaticFrontendArgs): FrontendDomain | undefined {
    const { domain } = settings;
    return domain === undefined ? undefined : new FrontendDomain(`${name}-domain`, { domain }, { parent: this });
  }

  private createDistribution(
    name: string,
    { loadBalancer }: StaticFrontendArgs,
    { bucket, releaseSwitch, domain }: FrontendParts,
  ): FrontendDistribution {
    const args = { bucket, viewerRequestArn: releaseSwitch.functionArn, loadBalancer, domain };
    return new FrontendDistribution(name, args, { parent: this });
  }
}

interface FrontendParts {
  readonly bucket: ReleaseBucket;
  readonly releaseSwitch: ReleaseSwitch;
  readonly domain: FrontendDomain | undefined;
}

const pointerOf = ({ activeColor, colors: settings }: StaticFrontendArgs["settings"]): string => {
  const releases = colors.flatMap((color): [Color, string][] => {
    const { release } = settings[color];
    return release === undefined ? [] : [[color, release]];
  });
  const plan = planPointer(activeColor, Object.fromEntries(releases));
  if (plan.kind === "refused") throw new pulumi.RunError(plan.message);
  return plan.value;
};

const rulesOf = (services: readonly BlueGreenService[]): readonly pulumi.Resource[] =>
  services.flatMap(({ routing }) => (routing === undefined ? [] : [routing.rule]));
