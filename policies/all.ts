import { bothColorsAutoscale } from "./both-colors-autoscale";
import { disksAreEncrypted } from "./disks-are-encrypted";
import { distributionsUseTls12 } from "./distributions-use-tls-1-2";
import { drainFitsTheSpotNotice } from "./drain-fits-the-spot-notice";
import { environmentsHoldNoSecrets } from "./environments-hold-no-secrets";
import { forwardsNameBothColors } from "./forwards-name-both-colors";
import { forwardsPinNobody } from "./forwards-pin-nobody";
import { functionsLogToTheirOwnGroup } from "./functions-log-to-their-own-group";
import { functionsNeverTriggerThemselves } from "./functions-never-trigger-themselves";
import { httpRedirectsToHttps } from "./http-redirects-to-https";
import { iamChangesNameTheirResources } from "./iam-changes-name-their-resources";
import { instancesHaveNoPublicAddress } from "./instances-have-no-public-address";
import { instancesRequireImdsv2 } from "./instances-require-imdsv2";
import { listenersUseTls12 } from "./listeners-use-tls-1-2";
import { logGroupsExpire } from "./log-groups-expire";
import type { Policy } from "./pack/policy";
import { productionLoadBalancersAreProtected } from "./production-load-balancers-are-protected";
import { replaceableNamesAreGenerated } from "./replaceable-names-are-generated";
import { s3BucketsBlockPublicAccess } from "./s3-buckets-block-public-access";
import { s3StaysPrivate } from "./s3-stays-private";
import { testersReachBothColors } from "./testers-reach-both-colors";
import { weightsTotal100 } from "./weights-total-100";

/** Every policy of the pack: cutovers first, then capacity, security and what is left behind. */
export const policies: readonly Policy[] = [
  weightsTotal100,
  forwardsNameBothColors,
  forwardsPinNobody,
  testersReachBothColors,
  replaceableNamesAreGenerated,
  bothColorsAutoscale,
  drainFitsTheSpotNotice,
  functionsNeverTriggerThemselves,
  productionLoadBalancersAreProtected,
  iamChangesNameTheirResources,
  environmentsHoldNoSecrets,
  s3StaysPrivate,
  s3BucketsBlockPublicAccess,
  listenersUseTls12,
  httpRedirectsToHttps,
  distributionsUseTls12,
  instancesRequireImdsv2,
  instancesHaveNoPublicAddress,
  disksAreEncrypted,
  logGroupsExpire,
  functionsLogToTheirOwnGroup,
];
