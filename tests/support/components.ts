import { ApplicationLoadBalancer } from "../../components/application-load-balancer";
import { Network } from "../../components/network";
import { SpotCluster } from "../../components/spot-cluster";
import type { StackSettings } from "../../settings";
import type { RecordOptions } from "./pulumi";

/** Answers of every data source that the program asks. */
export const awsCalls: NonNullable<RecordOptions["calls"]> = {
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": ({ name }) => ({ id: `pl-of-${name}` }),
  "aws:ssm/getParameter:getParameter": ({ name }) => ({ insecureValue: `ami-of-${name}` }),
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: "123456789012" }),
  "aws:index/getRegion:getRegion": () => ({ region: "eu-central-1" }),
};

/** What services stand on. */
export const createGround = (settings: StackSettings) => {
  const network = new Network("network", { settings: settings.network });
  const loadBalancer = new ApplicationLoadBalancer("edge", {
    network,
    exposure: settings.exposure,
    deletionProtection: settings.production,
  });
  const cluster = new SpotCluster("cluster", {
    network,
    fleet: settings.fleet,
    loadBalancerSecurityGroupId: loadBalancer.securityGroupId,
  });
  return { network, loadBalancer, cluster };
};
