import type { Operations } from "../operation";
import {
  createEventSourceMapping,
  deleteEventSourceMapping,
  getEventSourceMapping,
  updateEventSourceMapping,
} from "./event-source-mappings";
import {
  createFunction,
  deleteFunction,
  getFunction,
  putFunctionConcurrency,
  tagFunction,
  untagFunction,
  updateFunctionCode,
  updateFunctionConfiguration,
} from "./functions";

/** The Lambda operations that the provider sends. */
export const lambdaOperations: Operations = {
  CreateEventSourceMapping: createEventSourceMapping,
  CreateFunction: createFunction,
  DeleteEventSourceMapping: deleteEventSourceMapping,
  DeleteFunction: deleteFunction,
  GetEventSourceMapping: getEventSourceMapping,
  GetFunction: getFunction,
  PutFunctionConcurrency: putFunctionConcurrency,
  TagResource: tagFunction,
  UntagResource: untagFunction,
  UpdateEventSourceMapping: updateEventSourceMapping,
  UpdateFunctionCode: updateFunctionCode,
  UpdateFunctionConfiguration: updateFunctionConfiguration,
};
