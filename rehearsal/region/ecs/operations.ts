import type { Operations } from "../operation";
import { deleteAttributes, putAttributes } from "./attributes";
import { createCluster, deleteCluster, describeClusters, listClusters, putClusterCapacityProviders } from "./clusters";
import {
  deregisterContainerInstance,
  describeContainerInstances,
  listContainerInstances,
  registerContainerInstance,
  updateContainerInstancesState,
} from "./container-instances";
import { runTask, stopTaskByHand } from "./run-task";
import { createService, deleteService, describeServices, listServices, updateService } from "./services";
import { listTagsForResource, tagResource, untagResource } from "./tags";
import { deregisterTaskDefinition, describeTaskDefinition, registerTaskDefinition } from "./task-definitions";
import { getTaskProtection, updateTaskProtection } from "./task-protection";
import { describeTasks, listTasks } from "./tasks";

/** The ECS operations that a hook, function, command or the provider sends. */
export const ecsOperations: Operations = {
  CreateCluster: createCluster,
  CreateService: createService,
  DeleteAttributes: deleteAttributes,
  DeleteCluster: deleteCluster,
  DeleteService: deleteService,
  DeregisterContainerInstance: deregisterContainerInstance,
  DeregisterTaskDefinition: deregisterTaskDefinition,
  DescribeClusters: describeClusters,
  DescribeContainerInstances: describeContainerInstances,
  DescribeServices: describeServices,
  DescribeTaskDefinition: describeTaskDefinition,
  DescribeTasks: describeTasks,
  GetTaskProtection: getTaskProtection,
  ListClusters: listClusters,
  ListContainerInstances: listContainerInstances,
  ListServices: listServices,
  ListTagsForResource: listTagsForResource,
  ListTasks: listTasks,
  PutAttributes: putAttributes,
  PutClusterCapacityProviders: putClusterCapacityProviders,
  RegisterContainerInstance: registerContainerInstance,
  RegisterTaskDefinition: registerTaskDefinition,
  RunTask: runTask,
  StopTask: stopTaskByHand,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateContainerInstancesState: updateContainerInstancesState,
  UpdateService: updateService,
  UpdateTaskProtection: updateTaskProtection,
};
