import * as aws from "@pulumi/aws";

// Each resource that is named after a policy breaks that policy, and no other one.

const vpcId = "vpc-1";
const subnets = ["subnet-a", "subnet-b"];

const blue = new aws.lb.TargetGroup("blue", { vpcId, port: 80, protocol: "HTTP", deregistrationDelay: 30 });
const green = new aws.lb.TargetGroup("green", { vpcId, port: 80, protocol: "HTTP", deregistrationDelay: 30 });
const balancer = new aws.lb.LoadBalancer("balancer", { subnets, enableDeletionProtection: true });

const forward = (...weights: readonly number[]) => ({
  type: "forward",
  forward: {
    targetGroups: [blue, green]
      .slice(0, weights.length)
      .map(({ arn }, place) => ({ arn, weight: weights[place] ?? 0 })),
  },
});

const pinning = ({ type, forward: action }: ReturnType<typeof forward>) => ({
  type,
  forward: { ...action, stickiness: { enabled: true, duration: 3600 } },
});

const weightedRule = (name: string, path: string, action: ReturnType<typeof forward>): void => {
  new aws.lb.ListenerRule(name, {
    listenerArn: listener.arn,
    conditions: [{ pathPattern: { values: [path] } }],
    actions: [action],
  });
};

const staticRule = (color: string, path: string, action: ReturnType<typeof forward>): void => {
  const header = { httpHeaderName: "x-switchyard-color", values: [color] };
  new aws.lb.ListenerRule(`${color}-${path}`, {
    listenerArn: listener.arn,
    conditions: [{ httpHeader: header }, { pathPattern: { values: [path] } }],
    actions: [action],
  });
};

const listener = new aws.lb.Listener("listener", {
  loadBalancerArn: balancer.arn,
  port: 443,
  protocol: "HTTPS",
  sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
  certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/1",
  defaultActions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "503" } }],
});

for (const path of ["/total", "/groups", "/pins"]) {
  staticRule("blue", path, forward(100, 0));
  staticRule("green", path, forward(0, 100));
}
weightedRule("weights-total-100", "/total", forward(90, 20));
weightedRule("forwards-name-both-colors", "/groups", forward(100));
weightedRule("forwards-pin-nobody", "/pins", pinning(forward(100, 0)));

staticRule("blue", "/testers", forward(100, 0));
weightedRule("testers-reach-both-colors", "/testers", forward(100, 0));

new aws.lb.TargetGroup("replaceable-names-are-generated", { vpcId, port: 80, protocol: "HTTP", name: "web" });

new aws.lb.LoadBalancer("production-load-balancers-are-protected", { subnets, namePrefix: "open-" });

new aws.lb.Listener("listeners-use-tls-1-2", {
  loadBalancerArn: balancer.arn,
  port: 8443,
  protocol: "HTTPS",
  sslPolicy: "ELBSecurityPolicy-2016-08",
  certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/1",
  defaultActions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "503" } }],
});

new aws.lb.Listener("http-redirects-to-https", {
  loadBalancerArn: balancer.arn,
  port: 80,
  protocol: "HTTP",
  defaultActions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "503" } }],
});
