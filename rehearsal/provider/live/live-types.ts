import type { LiveType } from "../live-type";
import { listener } from "./elbv2/listener";
import { listenerRule } from "./elbv2/listener-rule";
import { loadBalancer } from "./elbv2/load-balancer";
import { targetGroup } from "./elbv2/target-group";
import { parameter } from "./ssm/parameter";

/** The types that exist in the local region; all others are recorded. */
export const liveTypes: Readonly<Record<string, LiveType>> = {
  "aws:lb/listener:Listener": listener,
  "aws:lb/listenerRule:ListenerRule": listenerRule,
  "aws:lb/loadBalancer:LoadBalancer": loadBalancer,
  "aws:lb/targetGroup:TargetGroup": targetGroup,
  "aws:ssm/parameter:Parameter": parameter,
};
