import { NormalizedSchema } from "@smithy/core/schema";
import { AwsError } from "../region/operation";
import { type ProtocolName, type ServiceEntry, type ServiceKey, services } from "./services";

/** Method, path pattern with literal query, and status of success, as the `http` trait says. */
export type HttpBinding = readonly [method: string, uri: string, statusCode: number];

/** One operation as the SDK's schemas describe it. */
export interface OperationModel {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** REST protocols only. */
  readonly http?: HttpBinding;
}

/** One service as the SDK's schemas describe it. */
export interface ServiceModel {
  readonly key: ServiceKey;
  readonly protocol: ProtocolName;
  readonly operations: ReadonlyMap<string, OperationModel>;
  /** The modelled exceptions by class name. */
  readonly errors: ReadonlyMap<string, ErrorModel>;
}

/** One modelled exception. */
export interface ErrorModel {
  /** With its namespace, for example `com.amazonaws.ecs#ClusterNotFoundException`. */
  readonly shapeId: string;
  /** What the query protocol calls it and answers it with, for example `RuleNotFound` and 400. */
  readonly query?: readonly [code: string, statusCode: number];
  /** What the REST protocols answer it with. */
  readonly statusCode?: number;
}

/** First element of a schema that the SDK exports: https://github.com/smithy-lang/smithy-typescript packages/types/src/schema. */
const operationKind = 9;
const errorKind = -3;

/** How the SDK writes an operation down. */
type OperationTuple = readonly [
  kind: number,
  namespace: string,
  name: string,
  traits: unknown,
  input: unknown,
  output: unknown,
];

/** The traits of an exception that the wire needs. */
interface ErrorTraits {
  readonly awsQueryError?: readonly [code: string, statusCode: number];
  readonly httpError?: number;
}

const models = new Map<ServiceKey, ServiceModel>();

/** The model of a service, read from its SDK client at the first request. */
export const loadServiceModel = (key: ServiceKey): ServiceModel => {
  const known = models.get(key);
  if (known !== undefined) return known;
  const entry: ServiceEntry = services[key];
  const schemas = Object.values(entry.load()).filter(Array.isArray);
  const model: ServiceModel = {
    key,
    protocol: entry.protocol,
    operations: new Map(schemas.filter(([kind]) => kind === operationKind).map(parseOperation)),
    errors: new Map(schemas.filter(([kind]) => kind === errorKind).map(parseError)),
  };
  models.set(key, model);
  return model;
};

/** The operation, or a refusal that names it. */
export const findOperation = ({ key, operations }: ServiceModel, name: string): OperationModel => {
  const operation = operations.get(name);
  if (operation !== undefined) return operation;
  throw new AwsError(
    "NotModelled",
    `${key} has no operation ${JSON.stringify(name)} that the rehearsal's wire knows.`,
    501,
  );
};

const parseOperation = (schema: unknown[]): [string, OperationModel] => {
  const [, , name, traits, input, output] = schema as unknown as OperationTuple;
  const { http } = (typeof traits === "object" ? traits : {}) as { http?: HttpBinding };
  const model = { name, input: normalize(input), output: normalize(output) };
  return [name, http === undefined ? model : { ...model, http }];
};

const parseError = (schema: unknown[]): [string, ErrorModel] => {
  const [, namespace, name, traits] = schema as unknown as readonly [unknown, string, string, unknown];
  const { awsQueryError: query, httpError: statusCode } = (typeof traits === "object" ? traits : {}) as ErrorTraits;
  const model = { shapeId: `${namespace}#${name}` };
  return [name, { ...model, ...(query && { query }), ...(statusCode && { statusCode }) }];
};

const normalize = (schema: unknown): NormalizedSchema =>
  NormalizedSchema.of(schema as Parameters<typeof NormalizedSchema.of>[0]);
