import type { RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import { isObject, objectIn, objectsIn, type Properties, textIn, textsIn } from "../../properties";

/** A rule's conditions as the API takes them: one per kind that an object holds. */
export const conditionsOf = (inputs: Properties): RuleCondition[] =>
  objectsIn(inputs, "conditions").flatMap((condition) =>
    Object.keys(condition)
      .filter((kind) => isObject(condition[kind]))
      .map((kind) => toCondition(kind, objectIn(condition, kind))),
  );

const toCondition = (kind: string, config: Properties): RuleCondition => {
  const Values = textsIn(config, "values");
  switch (kind) {
    case "hostHeader":
      return { Field: "host-header", HostHeaderConfig: { Values } };
    case "httpHeader":
      return {
        Field: "http-header",
        HttpHeaderConfig: { HttpHeaderName: textIn(config, "httpHeaderName"), Values },
      };
    case "httpRequestMethod":
      return { Field: "http-request-method", HttpRequestMethodConfig: { Values } };
    case "pathPattern":
      return { Field: "path-pattern", PathPatternConfig: { Values } };
    case "sourceIp":
      return { Field: "source-ip", SourceIpConfig: { Values } };
    default:
      throw new Error(
        `The rehearsal does not model rule conditions of kind ${kind}: use hostHeader, httpHeader, httpRequestMethod, ` +
          "pathPattern or sourceIp.",
      );
  }
};
