/** The types that policies speak of. */
export const types = {
  distribution: "aws:cloudfront/distribution:Distribution",
  eventRule: "aws:cloudwatch/eventRule:EventRule",
  eventTarget: "aws:cloudwatch/eventTarget:EventTarget",
  logGroup: "aws:cloudwatch/logGroup:LogGroup",
  scalableTarget: "aws:appautoscaling/target:Target",
  autoScalingGroup: "aws:autoscaling/group:Group",
  instance: "aws:ec2/instance:Instance",
  launchTemplate: "aws:ec2/launchTemplate:LaunchTemplate",
  securityGroup: "aws:ec2/securityGroup:SecurityGroup",
  volume: "aws:ebs/volume:Volume",
  service: "aws:ecs/service:Service",
  taskDefinition: "aws:ecs/taskDefinition:TaskDefinition",
  role: "aws:iam/role:Role",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  managedPolicy: "aws:iam/policy:Policy",
  function: "aws:lambda/function:Function",
  eventSourceMapping: "aws:lambda/eventSourceMapping:EventSourceMapping",
  listener: "aws:lb/listener:Listener",
  listenerRule: "aws:lb/listenerRule:ListenerRule",
  loadBalancer: "aws:lb/loadBalancer:LoadBalancer",
  targetGroup: "aws:lb/targetGroup:TargetGroup",
  bucket: "aws:s3/bucket:Bucket",
  bucketAcl: "aws:s3/bucketAcl:BucketAcl",
  bucketPolicy: "aws:s3/bucketPolicy:BucketPolicy",
  publicAccessBlock: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  queue: "aws:sqs/queue:Queue",
} as const;

/** The provider offers some types under several names: the load balancer's also as `aws:alb`, S3's also with `V2`. */
export const canonicalType = (type: string): string =>
  type
    .replace(/^aws:(alb|applicationloadbalancing|elasticloadbalancingv2)\//, "aws:lb/")
    .replace(/^(aws:s3\/\w+?)V2:(\w+)V2$/, "$1:$2");
