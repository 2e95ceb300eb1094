import type {
  CreateListenerInput,
  CreateListenerOutput,
  DescribeListenersOutput,
  Listener,
  ModifyListenerInput,
  ProtocolEnum,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { unlessRefused } from "../../aws-calls";
import { hasChanged, type LiveResource, type LiveType } from "../../live-type";
import { numberIn, objectsIn, type Properties, textIn } from "../../properties";
import { tagsOf } from "../tags";
import { type ActionsOptions, toActions, withLiveWeights } from "./actions";
import { updateElbv2Tags } from "./tag-elbv2";

const settings = ["alpnPolicy", "certificateArn", "defaultActions", "port", "protocol", "sslPolicy"];

/** `aws.lb.Listener`. */
export const listener: LiveType = {
  create: async (inputs, { send, keep }) => {
    refuseAttributes(inputs);
    const input: CreateListenerInput = {
      LoadBalancerArn: textIn(inputs, "loadBalancerArn"),
      ...settingsOf(inputs, { sendsStickiness: false }),
      Tags: tagsOf(inputs),
    };
    const answer = await send<CreateListenerOutput>("elbv2", "CreateListener", input);
    const resource = toResource(answer.Listeners?.[0] ?? {});
    keep(resource);
    return resource;
  },
  read: async ({ id, state }, { send }) => {
    const request = send<DescribeListenersOutput>("elbv2", "DescribeListeners", { ListenerArns: [id] });
    const answer = await unlessRefused(request, ["ListenerNotFound", "ListenerNotFoundException"]);
    const found = answer?.Listeners?.[0];
    if (found === undefined) return undefined;
    const defaultActions = withLiveWeights(objectsIn(state, "defaultActions"), found.DefaultActions ?? []);
    return { ...toResource(found), inputs: { defaultActions } };
  },
  update: async (change, context) => {
    refuseAttributes(change.news);
    if (hasChanged(change, settings)) {
      const input: ModifyListenerInput = {
        ListenerArn: change.id,
        ...settingsOf(change.news, { sendsStickiness: true }),
      };
      await context.send("elbv2", "ModifyListener", input);
    }
    await updateElbv2Tags(change, context);
    return {};
  },
  delete: async ({ id }, { send }) => {
    const request = send("elbv2", "DeleteListener", { ListenerArn: id });
    await unlessRefused(request, ["ListenerNotFound", "ListenerNotFoundException"]);
  },
  filledIn: ["port", "protocol", "sslPolicy"],
};

const settingsOf = (inputs: Properties, options: ActionsOptions) => {
  const certificateArn = textIn(inputs, "certificateArn");
  return {
    Certificates: certificateArn === undefined ? undefined : [{ CertificateArn: certificateArn }],
    DefaultActions: toActions(objectsIn(inputs, "defaultActions"), options),
    Port: numberIn(inputs, "port"),
    Protocol: (textIn(inputs, "protocol") ?? "HTTP") as ProtocolEnum,
    SslPolicy: textIn(inputs, "sslPolicy"),
  };
};

/** The region can't change a listener's attributes: losing one silently would be worse. */
const refuseAttributes = (inputs: Properties): void => {
  const attribute = Object.keys(inputs).find((name) => /^routingHttp|^tcpIdle|^mutual|^alpn/.test(name));
  if (attribute !== undefined) throw new Error(`The rehearsal does not model the property ${attribute} of a listener.`);
};

const toResource = (found: Listener): LiveResource => {
  const arn = found.ListenerArn ?? "";
  return { id: arn, outputs: { arn, port: found.Port, protocol: found.Protocol, sslPolicy: found.SslPolicy } };
};
