import type { CallContext } from "../operation";
import { randomHex } from "../random-hex";

/** Sources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html#awselasticloadbalancingv2-resources-for-iam-policies */
const idDigits = 16;

/** `arn:aws:elasticloadbalancing:<region>:<account>:loadbalancer/app/<name>/<id>`. */
export const newLoadBalancerArn = (name: string, context: CallContext): string =>
  `${prefix(context)}:loadbalancer/app/${name}/${randomHex(context.random, idDigits)}`;

/** `…:listener/app/<name>/<load balancer's id>/<id>`. */
export const newListenerArn = (loadBalancerArn: string, { random }: CallContext): string =>
  `${loadBalancerArn.replace(":loadbalancer/", ":listener/")}/${randomHex(random, idDigits)}`;

/** `…:listener-rule/app/<name>/<load balancer's id>/<listener's id>/<id>`. */
export const newRuleArn = (listenerArn: string, { random }: CallContext): string =>
  `${listenerArn.replace(":listener/", ":listener-rule/")}/${randomHex(random, idDigits)}`;

/** `…:targetgroup/<name>/<id>`. */
export const newTargetGroupArn = (name: string, context: CallContext): string =>
  `${prefix(context)}:targetgroup/${name}/${randomHex(context.random, idDigits)}`;

const prefix = ({ region, accountId }: CallContext): string => `arn:aws:elasticloadbalancing:${region}:${accountId}`;
