import type { Operations } from "../operation";
import { deleteParameter, describeParameters, getParameter, getParameterHistory, getParameters } from "./parameters";
import { putParameter } from "./put-parameter";
import { addTagsToResource, listTagsForResource, removeTagsFromResource } from "./tags";

/** The SSM operations that a hook, function, command or the provider sends. */
export const ssmOperations: Operations = {
  AddTagsToResource: addTagsToResource,
  DeleteParameter: deleteParameter,
  DescribeParameters: describeParameters,
  GetParameter: getParameter,
  GetParameterHistory: getParameterHistory,
  GetParameters: getParameters,
  ListTagsForResource: listTagsForResource,
  PutParameter: putParameter,
  RemoveTagsFromResource: removeTagsFromResource,
};
