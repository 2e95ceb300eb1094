import type {
  Action,
  FixedResponseActionConfig,
  RedirectActionConfig,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { AwsError } from "../operation";
import { invalid, notModelled } from "./refusals";
import type { Elbv2State } from "./state";
import { completeForward } from "./validate-forward";

/**
 * The actions as AWS stores them: exactly one of forward, redirect and fixed-response, which is performed last.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html
 */
export const completeActions = (state: Elbv2State, actions: readonly Action[] | undefined): Action[] => {
  const [action, ...more] = actions ?? [];
  if (action === undefined) throw invalid("Actions is empty: pass one forward, redirect or fixed-response action.");
  if (more.length > 0) {
    throw new AwsError(
      "InvalidLoadBalancerActionException",
      `Got ${more.length + 1} actions: a rule of this rehearsal takes exactly one forward, redirect or fixed-response action.`,
    );
  }
  return [{ ...completeAction(state, action), ...(action.Order === undefined ? {} : { Order: action.Order }) }];
};

const completeAction = (state: Elbv2State, action: Action): Action => {
  switch (action.Type) {
    case "forward":
      return completeForward(state, action);
    case "fixed-response":
      return { Type: "fixed-response", FixedResponseConfig: completeFixedResponse(action.FixedResponseConfig) };
    case "redirect":
      return { Type: "redirect", RedirectConfig: completeRedirect(action.RedirectConfig) };
    default:
      throw notModelled(`actions of type ${action.Type}`);
  }
};

const contentTypes = ["text/plain", "text/css", "text/html", "application/javascript", "application/json"];
const maxBodyLength = 1024;

/** Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#fixed-response-actions */
const completeFixedResponse = (config: FixedResponseActionConfig | undefined): FixedResponseActionConfig => {
  const { StatusCode, ContentType = "text/plain", MessageBody = "" } = config ?? { StatusCode: undefined };
  if (!/^[245]\d\d$/.test(StatusCode ?? "")) {
    throw invalid(`FixedResponseConfig.StatusCode is ${StatusCode}: it must be 2XX, 4XX or 5XX.`);
  }
  if (!contentTypes.includes(ContentType)) {
    throw invalid(`FixedResponseConfig.ContentType is ${ContentType}: it must be one of ${contentTypes.join(", ")}.`);
  }
  if (MessageBody.length > maxBodyLength) {
    throw invalid(`FixedResponseConfig.MessageBody has ${MessageBody.length} characters: at most ${maxBodyLength}.`);
  }
  return { StatusCode, ContentType, MessageBody };
};

/** Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html */
const completeRedirect = (config: RedirectActionConfig | undefined): RedirectActionConfig => {
  if (config?.StatusCode !== "HTTP_301" && config?.StatusCode !== "HTTP_302") {
    throw invalid(`RedirectConfig.StatusCode is ${config?.StatusCode}: it must be HTTP_301 or HTTP_302.`);
  }
  return {
    Protocol: config.Protocol ?? "#{protocol}",
    Host: config.Host ?? "#{host}",
    Port: config.Port ?? "#{port}",
    Path: config.Path ?? "/#{path}",
    Query: config.Query ?? "#{query}",
    StatusCode: config.StatusCode,
  };
};
