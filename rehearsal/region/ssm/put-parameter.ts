import type { PutParameterCommandInput } from "@aws-sdk/client-ssm";
import { AwsError, type CallContext, type Operation } from "../operation";
import { putParameterRecord } from "./parameter-records";
import type { ParameterRecord } from "./state";

/** Bytes of a value by tier. Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const largestValue = { Standard: 4096, Advanced: 8192 } as const;

/**
 * Creates a parameter with version 1, or with `Overwrite` adds the next version.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
export const putParameter: Operation<PutParameterCommandInput> = (state, input, context) => {
  const existing = state.ssm.parameters[input.Name ?? ""];
  validate(input, existing);
  const version = { value: input.Value ?? "", modifiedAt: context.now };
  const base = existing ?? newParameter(input, context);
  const parameter: ParameterRecord = {
    ...base,
    type: input.Type ?? base.type,
    tier: tierFor(input, base.tier),
    description: input.Description ?? base.description,
    keyId: input.KeyId ?? base.keyId,
    versions: [...base.versions, version],
    tags: existing === undefined ? (input.Tags ?? []) : base.tags,
  };
  return {
    state: putParameterRecord(state, parameter),
    output: { Version: parameter.versions.length, Tier: parameter.tier },
  };
};

const validate = (input: PutParameterCommandInput, existing: ParameterRecord | undefined): void => {
  validateName(input.Name ?? "");
  if (existing === undefined) validateNew(input);
  else validateOverwrite(input);
  validateValue(input);
};

const validateName = (name: string): void => {
  if (/^[a-zA-Z0-9_.\-/]{1,1011}$/.test(name) && (!name.includes("/") || name.startsWith("/"))) return;
  throw validation(
    `Parameter name ${JSON.stringify(name)} is not allowed: use letters, digits or _.-/ and begin a hierarchy with /.`,
  );
};

const validateNew = ({ Type }: PutParameterCommandInput): void => {
  if (Type === undefined) throw validation("A parameter type is required when you create a parameter.");
};

const validateOverwrite = ({ Overwrite, Tags = [] }: PutParameterCommandInput): void => {
  if (Overwrite !== true) {
    throw new AwsError(
      "ParameterAlreadyExists",
      "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    );
  }
  if (Tags.length > 0) {
    throw validation(
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    );
  }
};

const validateValue = ({ Value = "", Type, Tier = "Standard", AllowedPattern }: PutParameterCommandInput): void => {
  if (Value === "") throw validation("Parameter value can't be empty.");
  if (Type === "StringList") throw notModelled("type StringList");
  if (AllowedPattern) throw notModelled("an AllowedPattern");
  const bytes = Buffer.byteLength(Value);
  if (Tier === "Standard" && bytes > largestValue.Standard) {
    throw validation(
      "Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.",
    );
  }
  if (bytes > largestValue.Advanced) throw validation("A parameter value can have at most 8192 characters.");
};

/**
 * Intelligent-Tiering takes the advanced tier for a value that is too large for the standard one; no parameter ever goes back.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-default-tier.html
 */
const tierFor = (
  { Value = "", Tier }: PutParameterCommandInput,
  before: ParameterRecord["tier"],
): ParameterRecord["tier"] => {
  if (before === "Advanced" || Tier === "Advanced") return "Advanced";
  return Tier === "Intelligent-Tiering" && Buffer.byteLength(Value) > largestValue.Standard ? "Advanced" : "Standard";
};

const newParameter = (
  { Name = "" }: PutParameterCommandInput,
  { region, accountId }: CallContext,
): ParameterRecord => ({
  name: Name,
  arn: `arn:aws:ssm:${region}:${accountId}:parameter/${Name.replace(/^\//, "")}`,
  type: "String",
  tier: "Standard",
  description: undefined,
  keyId: undefined,
  versions: [],
  tags: [],
});

const validation = (message: string): AwsError => new AwsError("ValidationException", message);

const notModelled = (what: string): AwsError =>
  new AwsError("NotModelled", `The rehearsal's region does not model ssm:PutParameter with ${what}.`, 501);
