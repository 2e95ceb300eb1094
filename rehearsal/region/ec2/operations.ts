import type { Operations } from "../operation";
import { describeInstances, terminateInstances } from "./instances";
import {
  createLaunchTemplate,
  createLaunchTemplateVersion,
  deleteLaunchTemplate,
  describeLaunchTemplates,
  describeLaunchTemplateVersions,
  modifyLaunchTemplate,
} from "./launch-templates";
import {
  cancelSpotFleetRequests,
  describeSpotFleetInstances,
  describeSpotFleetRequests,
  modifySpotFleetRequest,
  requestSpotFleet,
} from "./spot-fleets";

/** The EC2 operations that a hook, function, command or the provider sends. */
export const ec2Operations: Operations = {
  CancelSpotFleetRequests: cancelSpotFleetRequests,
  CreateLaunchTemplate: createLaunchTemplate,
  CreateLaunchTemplateVersion: createLaunchTemplateVersion,
  DeleteLaunchTemplate: deleteLaunchTemplate,
  DescribeInstances: describeInstances,
  DescribeLaunchTemplates: describeLaunchTemplates,
  DescribeLaunchTemplateVersions: describeLaunchTemplateVersions,
  DescribeSpotFleetInstances: describeSpotFleetInstances,
  DescribeSpotFleetRequests: describeSpotFleetRequests,
  ModifyLaunchTemplate: modifyLaunchTemplate,
  ModifySpotFleetRequest: modifySpotFleetRequest,
  RequestSpotFleet: requestSpotFleet,
  TerminateInstances: terminateInstances,
};
