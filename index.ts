import { env } from "node:process";
import * as pulumi from "@pulumi/pulumi";
import { announceDrains } from "./components/announce-drains";
import { ApplicationLoadBalancer } from "./components/application-load-balancer";
import { createEntrance } from "./components/create-entrance";
import { createServices } from "./components/create-services";
import { createWorkerTable } from "./components/create-worker-table";
import { CutoverRecord } from "./components/cutover-record";
import { DrainFunction } from "./components/drain-function";
import { Network } from "./components/network";
import { OldColorRelease } from "./components/old-color-release";
import { ScaleOutFunction } from "./components/scale-out-function";
import { SpotCluster } from "./components/spot-cluster";
import { checkLiveTruth } from "./cutover/check-live-truth";
import { createCutoverHooks } from "./cutover/hooks";
import { parameterNames } from "./cutover/parameter-names";
import { planWeights } from "./cutover/plan-weights";
import { bundleFunction } from "./functions/bundle-function";
import { createPointerHooks } from "./releases/pointer-hooks";
import { readViewerRequest } from "./releases/read-viewer-request";
import { readAwsSession, readSlack, readStackSettings } from "./settings";

export = async () => {
  const settings = readStackSettings();
  const stack = { project: pulumi.getProject(), stack: pulumi.getStack() };
  const weights = planWeights(settings.activeColor, settings.shift);
  const facts = { ...stack, releases: settings.colors, aws: readAwsSession() };
  const slack = readSlack(settings);
  const { activeBefore } = await checkLiveTruth({ ...facts, weights, variables: env });
  const { activeColor, gateWaitSeconds } = settings;
  const cutoverParameter = parameterNames(stack).cutover;
  const switching = { activeColor, activeBefore, gateWaitSeconds, cutoverParameter };
  const { gate, notify } = createCutoverHooks({ ...facts, ...slack, ...switching });

  const network = new Network("network", { settings: settings.network });
  const loadBalancer = new ApplicationLoadBalancer("edge", {
    network,
    exposure: settings.exposure,
    certificateArn: settings.certificateArn,
    deletionProtection: settings.production,
  });
  const cluster = new SpotCluster("cluster", {
    network,
    fleet: settings.fleet,
    loadBalancerSecurityGroupId: loadBalancer.securityGroupId,
  });
  const drain = new DrainFunction("drain", { cluster, settings, code: bundleFunction("drain-instance") });
  announceDrains("announce", { drain, cluster, settings, ...slack, code: bundleFunction("announce-drain") });
  new ScaleOutFunction("scale-out", { cluster, settings, code: bundleFunction("scale-out-fleet") });
  const workerTable = createWorkerTable("workers", { settings });
  const services = createServices({ settings, weights, gate, network, loadBalancer, cluster, workerTable });
  const record = new CutoverRecord("record", {
    services,
    weights,
    activeColor,
    hooks: { afterCreate: [notify], afterUpdate: [notify] },
  });
  const releaseCode = bundleFunction("release-old-color");
  new OldColorRelease("standby", { services, settings, cluster, loadBalancer, record, code: releaseCode });
  const viewerRequestCode = readViewerRequest();
  const pointerHooks = createPointerHooks({ aws: facts.aws, variables: env });
  const frontend = { settings, loadBalancer, services, record, viewerRequestCode, pointerHooks };
  const entrance = createEntrance("frontend", frontend);

  return {
    ...entrance,
    clusterName: cluster.clusterName,
    declaredParameter: record.declaredName,
    cutoverParameter: record.cutoverName,
  };
};
