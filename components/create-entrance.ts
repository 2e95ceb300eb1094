import type * as pulumi from "@pulumi/pulumi";
import type { StackSettings } from "../settings";
import { StaticFrontend, type StaticFrontendArgs } from "./static-frontend";

/** Where visitors come in: plain values, all of them outputs of the stack. */
export interface Entrance {
  readonly url: pulumi.Output<string>;
  /** Absent without CloudFront. */
  readonly releaseBucket?: pulumi.Output<string>;
  /** Absent without CloudFront. */
  readonly pointerStoreArn?: pulumi.Output<string>;
}

/** What stands before the services, and what it stands before. */
export interface EntranceArgs extends StaticFrontendArgs {
  readonly settings: StaticFrontendArgs["settings"] & Pick<StackSettings, "exposure">;
}

/** CloudFront with the frontend before an internal load balancer, or a public load balancer itself. */
export const createEntrance = (name: string, args: EntranceArgs): Entrance => {
  if (args.settings.exposure === "public") return { url: args.loadBalancer.url };
  const { url, releaseBucket, pointerStoreArn } = new StaticFrontend(name, args);
  return { url, releaseBucket, pointerStoreArn };
};
