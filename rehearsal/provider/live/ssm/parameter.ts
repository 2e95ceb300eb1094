import type {
  GetParameterResult,
  ParameterTier,
  ParameterType,
  PutParameterRequest,
  PutParameterResult,
} from "@aws-sdk/client-ssm";
import { unlessRefused } from "../../aws-calls";
import { hasChanged, type LiveContext, type LiveReading, type LiveType } from "../../live-type";
import { type Properties, textIn } from "../../properties";
import { tagChange, tagsOf } from "../tags";

const notFound = ["ParameterNotFound"];

/** What a PutParameter carries besides tags. */
const settings = ["allowedPattern", "dataType", "description", "insecureValue", "keyId", "tier", "type", "value"];

/** `aws.ssm.Parameter`. */
export const parameter: LiveType = {
  create: async (inputs, context) => {
    const { send, keep } = context;
    const input: PutParameterRequest = { ...putOf(inputs), Overwrite: false, Tags: tagsOf(inputs) };
    await send<PutParameterResult>("ssm", "PutParameter", input);
    keep({ id: nameOf(inputs), outputs: {} });
    return requireParameter(nameOf(inputs), inputs, context);
  },
  read: ({ id, state }, context) => readParameter(id, state, context),
  update: async (change, context) => {
    const { id, olds, news } = change;
    if (hasChanged(change, settings)) {
      await context.send<PutParameterResult>("ssm", "PutParameter", { ...putOf(news), Overwrite: true });
    }
    await updateTags(id, tagChange(olds, news), context);
    return (await requireParameter(id, news, context)).outputs;
  },
  delete: async ({ id }, { send }) => {
    await unlessRefused(send("ssm", "DeleteParameter", { Name: id }), notFound);
  },
  outputsChangedBy: (olds, news) => (hasChanged({ olds, news }, settings) ? ["version"] : []),
  filledIn: ["dataType", "tier"],
};

const nameOf = (inputs: Properties): string => textIn(inputs, "name") ?? "";

const putOf = (inputs: Properties): PutParameterRequest => ({
  Name: nameOf(inputs),
  Value: requireValue(inputs),
  Type: textIn(inputs, "type") as ParameterType,
  AllowedPattern: textIn(inputs, "allowedPattern"),
  DataType: textIn(inputs, "dataType"),
  Description: textIn(inputs, "description"),
  KeyId: textIn(inputs, "keyId"),
  Tier: textIn(inputs, "tier") as ParameterTier,
});

const requireValue = (inputs: Properties): string => {
  const value = textIn(inputs, "value") ?? textIn(inputs, "insecureValue");
  if (value !== undefined) return value;
  throw new Error("one of `value` or `insecureValue` must be specified, and must not be empty.");
};

const requireParameter = async (name: string, inputs: Properties, context: LiveContext): Promise<LiveReading> => {
  const found = await readParameter(name, inputs, context);
  if (found === undefined) throw new Error(`The parameter ${name} is gone right after it was written.`);
  return found;
};

/** Somebody else's value becomes an input, which only a refresh takes notice of. */
const readParameter = async (
  id: string,
  state: Properties,
  { send }: LiveContext,
): Promise<LiveReading | undefined> => {
  const request = send<GetParameterResult>("ssm", "GetParameter", { Name: id, WithDecryption: true });
  const found = (await unlessRefused(request, notFound))?.Parameter;
  if (found === undefined) return undefined;
  const property = state["insecureValue"] === undefined ? "value" : "insecureValue";
  return {
    id,
    outputs: {
      arn: found.ARN,
      dataType: found.DataType ?? "text",
      hasValueWo: false,
      name: found.Name,
      tier: textIn(state, "tier") ?? "Standard",
      value: found.Value,
      version: found.Version,
    },
    inputs: { [property]: found.Value },
  };
};

const updateTags = async (
  id: string,
  { set, removedKeys }: ReturnType<typeof tagChange>,
  { send }: LiveContext,
): Promise<void> => {
  const resource = { ResourceType: "Parameter", ResourceId: id };
  if (removedKeys.length > 0) await send("ssm", "RemoveTagsFromResource", { ...resource, TagKeys: removedKeys });
  if (set.length > 0) await send("ssm", "AddTagsToResource", { ...resource, Tags: set });
};
