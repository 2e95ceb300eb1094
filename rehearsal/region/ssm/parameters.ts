import type {
  DeleteParameterCommandInput,
  DescribeParametersCommandInput,
  GetParameterCommandInput,
  GetParameterHistoryCommandInput,
  GetParametersCommandInput,
  Parameter,
} from "@aws-sdk/client-ssm";
import { AwsError, type Operation } from "../operation";
import { pageOf } from "../page";
import { findParameter, parameterOf } from "./parameter-records";
import type { ParameterRecord } from "./state";

/** The newest value, or that of `name:version`. */
export const getParameter: Operation<GetParameterCommandInput> = (state, input) => {
  const [, name = "", version] = /^(.*?)(?::(\d+))?$/.exec(input.Name ?? "") ?? [];
  const parameter = parameterOf(state, name);
  const number = version === undefined ? parameter.versions.length : Number(version);
  if (parameter.versions[number - 1] === undefined) {
    throw new AwsError(
      "ParameterVersionNotFound",
      `Systems Manager could not find version ${version} of ${parameter.name}.`,
    );
  }
  return { state, output: { Parameter: describe(parameter, number, input.WithDecryption === true) } };
};

/** At most 10 names; those that aren't there come back as `InvalidParameters`. */
export const getParameters: Operation<GetParametersCommandInput> = (state, input) => {
  const names = input.Names ?? [];
  if (names.length === 0 || names.length > 10) {
    throw new AwsError("ValidationException", `Names has ${names.length} items: use 1 to 10.`);
  }
  const found = names.map((name) => ({ name, parameter: findParameter(state, name) }));
  return {
    state,
    output: {
      Parameters: found.flatMap(({ parameter }) =>
        parameter === undefined ? [] : [describe(parameter, parameter.versions.length, input.WithDecryption === true)],
      ),
      InvalidParameters: found.filter(({ parameter }) => parameter === undefined).map(({ name }) => name),
    },
  };
};

/** Every value that the parameter had, oldest first. */
export const getParameterHistory: Operation<GetParameterHistoryCommandInput> = (state, input) => {
  const parameter = parameterOf(state, input.Name);
  const history = parameter.versions.map((_version, index) => {
    const { ARN: _arn, DataType, ...described } = describe(parameter, index + 1, input.WithDecryption === true);
    return { ...described, DataType, Tier: parameter.tier };
  });
  const { items, nextToken } = pageOf(history, { nextToken: input.NextToken, maxResults: input.MaxResults }, 50);
  return { state, output: { Parameters: items, NextToken: nextToken } };
};

/** Deletes a parameter with its history; its name may be used again, from version 1. */
export const deleteParameter: Operation<DeleteParameterCommandInput> = (state, input) => {
  const { name } = parameterOf(state, input.Name);
  const { [name]: _deleted, ...parameters } = state.ssm.parameters;
  return { state: { ...state, ssm: { parameters } }, output: {} };
};

/** What is known of parameters besides their values; the one modelled filter is `Name` with equal values. */
export const describeParameters: Operation<DescribeParametersCommandInput> = (state, input) => {
  const filters = [
    ...(input.Filters ?? []).map(({ Key, Values = [] }) => ({ key: Key, option: "Equals", values: Values })),
    ...(input.ParameterFilters ?? []).map(({ Key, Option = "Equals", Values = [] }) => ({
      key: Key,
      option: Option,
      values: Values,
    })),
  ];
  for (const { key, option } of filters) {
    if (key === "Name" && option === "Equals") continue;
    throw new AwsError(
      "NotModelled",
      `The rehearsal's region does not model the filter ${key} ${option} of ssm:DescribeParameters.`,
      501,
    );
  }
  const matching = Object.values(state.ssm.parameters).filter(({ name }) =>
    filters.every(({ values }) => values.includes(name)),
  );
  const { items, nextToken } = pageOf(matching, { nextToken: input.NextToken, maxResults: input.MaxResults }, 50);
  const Parameters = items.map((parameter) => ({
    Name: parameter.name,
    ARN: parameter.arn,
    Type: parameter.type,
    Tier: parameter.tier,
    Description: parameter.description,
    KeyId: parameter.keyId,
    Version: parameter.versions.length,
    DataType: "text",
    LastModifiedDate: new Date(parameter.versions.at(-1)?.modifiedAt ?? 0),
  }));
  return { state, output: { Parameters, NextToken: nextToken } };
};

/** A SecureString stays unreadable without `WithDecryption`; what AWS shows then is the ciphertext. */
const describe = (parameter: ParameterRecord, version: number, isDecrypted: boolean): Parameter => {
  const { value = "", modifiedAt = 0 } = parameter.versions[version - 1] ?? {};
  const isHidden = parameter.type === "SecureString" && !isDecrypted;
  return {
    Name: parameter.name,
    ARN: parameter.arn,
    Type: parameter.type,
    Value: isHidden ? `encrypted:${Buffer.from(value).toString("base64")}` : value,
    Version: version,
    DataType: "text",
    LastModifiedDate: new Date(modifiedAt),
  };
};
